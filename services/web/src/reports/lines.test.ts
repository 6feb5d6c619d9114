import { expect, it } from 'vitest';
import type { ReportLine } from '../api/reports';
import { en } from '../i18n/en';
import { lineText } from './Lines';

it('says what a line counts', () => {
  const line: ReportLine = { kind: 'branded_search', strength: 'statistical', state: 'ready', metric: 'branded_clicks', observed: 90, effect: { effect: 40, low: 10, high: 70 } };
  expect(lineText(line, 7, en)).toBe('Branded clicks: +10 to +70 against those expected in 7 days (95% interval).');
});
