import { expect, it } from 'vitest';
import type { ReportLine } from '../api/reports';
import { en } from '../i18n/en';
import { lineText } from './Lines';

it('says what a line counts', () => {
  const line: ReportLine = { kind: 'branded_search', strength: 'statistical', state: 'ready', metric: 'branded_clicks', observed: 90, effect: { effect: 40, low: 10, high: 70 } };
  expect(lineText(line, 7, en)).toBe('Branded clicks: +10 to +70 against those expected in 7 days (95% interval).');
});

it('says where links were pasted, apart from what assistants read', () => {
  const line = {
    kind: 'shares_seen',
    strength: 'lower_bound',
    state: 'ready',
    observed: 8,
    seen: [
      { kind: 'preview', name: 'slack', proof: 'claimed', count: 6, usual: 0.4 },
      { kind: 'preview', name: 'whatsapp', proof: 'claimed', count: 2, usual: 0 },
      { kind: 'preview', name: 'facebook', proof: 'unlisted', count: 90, usual: 0 },
      { kind: 'assistant', name: 'chatgpt', proof: 'listed', count: 7, usual: 1 },
    ],
  } as ReportLine;
  expect(lineText(line, 7, en)).toBe(
    'Links were pasted at least: 6 × Slack (usually 0.4), 2 × WhatsApp (usually 0). Read by AI assistants for people: 7 × ChatGPT (usually 1). ' +
      'Not counted, because the name is doubtful: Facebook / Messenger. The names are what the programs call themselves.',
  );
});

it('gives the dark share as a range, with what assistants may have brought', () => {
  const line = {
    kind: 'dark_share',
    strength: 'context',
    state: 'ready',
    effect: { effect: null, low: 41.2, high: 187.9 },
    dark: { share: 0.42, usual_share: 0.3, raw: 187.9, search: 100, possibly_ai: 46 },
  } as ReportLine;
  const text = lineText(line, 7, en);
  expect(text).toContain('41 to 188 more direct visits than expected');
  expect(text).toContain('46 of these possibly came by an AI assistant');
  expect(lineText({ ...line, dark: { ...line.dark!, possibly_ai: null } }, 7, en)).toContain('only an access log');
});
