import { describe, expect, it } from 'vitest';
import type { Lift, Report, ReportLine } from '../api/reports';
import { en } from '../i18n/en';
import { nl } from '../i18n/nl';
import { caveatText } from './Caveats';
import { lineText } from './Lines';
import { headline, middleOf, more, openSentence, rangeOf, small } from './sentences';

const nothing = { effect: null, low: null, high: null };
const lift = (low: number, high: number, change: Partial<Lift> = {}): Lift => ({
  observed: 2540, expected: 2000, effect: { effect: (low + high) / 2, low, high }, per_day: nothing, relative: nothing, p: 0.003, p_model: 0.001,
  p_placebo: 0.003, q: 0.006, positive: 0.998, score: 2.9, as_high: 0, placebos: 312, lambda: 1.1, smallest_visible: 283, stands_out: low > 0, ...change,
});
const clicks: ReportLine = { kind: 'clicks', strength: 'direct', state: 'ready', observed: 14 };
const named: ReportLine = { kind: 'self_reports', strength: 'direct', state: 'ready', observed: 6 };

function report(verdict: Report['verdict'], change: Partial<Report> = {}): Report {
  return {
    id: 'r', state: 'ready', verdict, revision: 1, created: '', revised: '', metric: 'visits',
    brand: { id: 'acme', name: 'Acme', own: true },
    mention: { id: 'm', cluster: 'm', kind: 'podcast', type: 'discussed', title: 'ep.88', show: 'Show', network: 'podcast', url: '', published: '2026-03-03T06:00:00Z', backfill: false },
    site: { id: 's', name: 'shop', zone: 'Europe/Amsterdam', feed: 'f' },
    window: { days: 7, from: '2026-03-03', to: '2026-03-09', look_on: '2026-03-10' },
    day: 0, lift: lift(313, 778), reasons: [], group: [], caveats: [], dataTo: '2026-03-16', rows: [], dots: [], placebos: [], longer: [], lines: [],
    overlaps: [], events: [], family: { mentions: 12, by_chance: 0.3 }, method: { version: '1', text: '' }, ...change,
  };
}

const both = [clicks, named];
const overlap = { mention: 'o', brand: 'acme', kind: 'video', title: '', show: 'Other show', published: '', from: '2026-03-05', to: '2026-03-07', group: true };

// A row of the design's table of sentences each: what comes in, in English, in Dutch.
const rows: Record<string, [Report, string, string]> = {
  'clear': [
    report('clear', { lines: both }),
    'Show, ep.88 brought visits: between 320 and 780 more visits than expected in 7 days (95% interval); at least 14 clicks and 6 leads naming it agree.',
    'Show, ep.88 bracht bezoek: tussen 320 en 780 meer bezoeken dan verwacht in 7 dagen (95%-interval); minstens 14 kliks en 6 leads die het noemen bevestigen dat.',
  ],
  'likely by lift, with few clicks': [
    report('likely', { lines: [{ ...clicks, observed: 1 }, { ...named, observed: 0 }] }),
    'Show, ep.88 probably brought visits: between 320 and 780 more visits than expected in 7 days (95% interval); only at least 1 click and 0 leads naming it.',
    'Show, ep.88 bracht waarschijnlijk bezoek: tussen 320 en 780 meer bezoeken dan verwacht in 7 dagen (95%-interval); maar minstens 1 klik en 0 leads die het noemen.',
  ],
  'likely by lift, where clicks are not counted': [
    report('likely'),
    'Show, ep.88 probably brought visits: between 320 and 780 more visits than expected in 7 days (95% interval); clicks and leads are not counted.',
    'Show, ep.88 bracht waarschijnlijk bezoek: tussen 320 en 780 meer bezoeken dan verwacht in 7 dagen (95%-interval); kliks en leads worden niet geteld.',
  ],
  'likely by clicks': [
    report('likely', { lines: both, lift: lift(-120, 340) }),
    'Show, ep.88 probably brought visits: at least 14 clicks and 6 leads naming it; the total moved by −120 to +340, as in ordinary weeks.',
    'Show, ep.88 bracht waarschijnlijk bezoek: minstens 14 kliks en 6 leads die het noemen; het totaal veranderde met −120 tot +340, zoals in gewone weken.',
  ],
  'possible': [
    report('possible', { lift: lift(12, 410) }),
    'Show, ep.88 may have brought visits: between 10 and 410 more visits than expected in 7 days (95% interval); about 0.3 of 12 look so by chance.',
    "Show, ep.88 bracht mogelijk bezoek: tussen 10 en 410 meer bezoeken dan verwacht in 7 dagen (95%-interval); zo'n 0,3 van 12 zien er toevallig ook zo uit.",
  ],
  'possible by the channel alone': [
    report('possible', { lift: lift(-120, 340) }),
    'Show, ep.88 may have brought visits: leads named only the channel; −120 to +340.',
    'Show, ep.88 bracht mogelijk bezoek: leads noemden alleen het kanaal; −120 tot +340.',
  ],
  'no sign': [
    report('no_sign', { lift: lift(-120, 90) }),
    'No sign that Show, ep.88 changed visits: between 120 fewer and 90 more visits than expected in 7 days (95% interval). 280 or more would have shown 8 times in 10.',
    'Geen teken dat Show, ep.88 het bezoek veranderde: tussen 120 minder en 90 meer bezoeken dan verwacht in 7 dagen (95%-interval). 280 of meer was 8 van de 10 keer gezien.',
  ],
  'a fall': [
    report('no_sign', { lift: lift(-778, -313), reasons: ['fell'] }),
    'No sign that Show, ep.88 brought visits, which fell: between 320 and 780 fewer visits than expected in 7 days (95% interval).',
    'Geen teken dat Show, ep.88 bezoek bracht; het daalde: tussen 320 en 780 minder bezoeken dan verwacht in 7 dagen (95%-interval).',
  ],
  "can't tell, too small to see": [
    report('cannot_tell', { lift: lift(-120, 340), reasons: ['small'] }),
    "We can't tell what Show, ep.88 did: only 280 or more would show.",
    'We weten niet wat Show, ep.88 deed: pas 280 of meer is zichtbaar.',
  ],
  "can't tell, little history": [
    report('cannot_tell', { lift: lift(-120, 340, { placebos: 41 }), reasons: ['history'] }),
    "We can't tell what Show, ep.88 did: 41 past periods, 60 needed.",
    'We weten niet wat Show, ep.88 deed: 41 perioden, 60 nodig.',
  ],
  "can't tell, another on the same days": [
    report('cannot_tell', { lift: lift(-120, 340), reasons: ['overlap'], overlaps: [overlap] }),
    "We can't tell what Show, ep.88 did: Other show fell on the same days, together −120 to +340.",
    'We weten niet wat Show, ep.88 deed: Other show viel op dezelfde dagen, samen −120 tot +340.',
  ],
  "can't tell, counting stopped": [
    report('cannot_tell', { lift: lift(-120, 340), reasons: ['outage'], caveats: [{ code: 'not_counted', params: { from: '2026-03-04', to: '2026-03-05' }, text: '' }] }),
    "We can't tell what Show, ep.88 did: counting stopped on 4 Mar 2026.",
    'We weten niet wat Show, ep.88 deed: de telling lag stil op 4 mrt 2026.',
  ],
  "can't tell, nothing computed": [report('cannot_tell', { lift: null }), "We can't tell what Show, ep.88 did.", 'We weten niet wat Show, ep.88 deed.'],
  'an open window': [
    report(null, { state: 'open', lift: null, day: 3 }),
    'Day 3 of 7; no verdict before 10 Mar 2026.',
    'Dag 3 van 7; geen oordeel vóór 10 mrt 2026.',
  ],
  'a window that is over and not counted yet': [
    report(null, { state: 'open', lift: null, day: 7 }),
    'The window is over; no verdict before 10 Mar 2026, and before all its days are counted.',
    'De periode is voorbij; geen oordeel vóór 10 mrt 2026, en niet voordat alle dagen geteld zijn.',
  ],
  'a group': [
    report('likely', { group: ['m', 'o'], lift: lift(313, 778, { per_day: { effect: 60.6, low: 313 / 9, high: 778 / 9 } }) }),
    'Show, ep.88, together with 1 other mention, probably brought visits: between 320 and 780 more visits than expected in 9 days (95% interval); clicks and leads are not counted.',
    'Show, ep.88, samen met 1 andere vermelding, bracht waarschijnlijk bezoek: tussen 320 en 780 meer bezoeken dan verwacht in 9 dagen (95%-interval); kliks en leads worden niet geteld.',
  ],
};

describe('the headline', () => {
  it.each(Object.entries(rows))('%s', (_, [r, english, dutch]) => {
    expect(headline(r, en)).toBe(english);
    expect(headline(r, nl)).toBe(dutch);
  });

  it('never shows what is not a number', () => {
    const odd = [null, Number.NaN, Number.POSITIVE_INFINITY];
    for (const verdict of ['clear', 'likely', 'possible', 'cannot_tell', 'no_sign'] as const) {
      for (const x of odd) {
        for (const l of [null, lift(1, 2, { effect: { effect: x, low: x, high: x }, smallest_visible: x }), lift(1, 200, { smallest_visible: x, observed: x })]) {
          const r = report(verdict, { lift: l, reasons: ['small', 'history', 'overlap', 'fell'], lines: [{ ...clicks, observed: undefined }] });
          for (const m of [en, nl]) expect(`${headline(r, m)} ${middleOf(r, m)}`).not.toMatch(/NaN|null|undefined|∞|Infinity/);
        }
      }
    }
  });
});

describe('the other sentences', () => {
  it('says the middle with its range, and the expected with its own', () => {
    expect(middleOf(report('likely'), en)).toBe('Middle +540 (+320 to +780): 2,540 counted, 1,760 to 2,220 expected.');
    expect(middleOf(report('cannot_tell', { lift: null }), en)).toBe('');
  });
  it('says a range that is all below zero from the smaller fall', () => {
    expect(more(rangeOf({ effect: -3, low: -5, high: -1 })!, 1, en)).toBe('between 1 and 5 fewer visits than expected in 1 day (95% interval)');
  });
  it('says a window that has not begun', () => {
    expect(openSentence(report(null, { state: 'open', day: -2 }), en)).toBe('Day 0 of 7; no verdict before 10 Mar 2026.');
  });
  it('says a tiny p as such', () => expect([small(3e-101, en), small(0.0031, en), small(0, en), small(3e-9, nl)]).toEqual(['< 0.001', '0.0031', '0', '< 0,001']));
  it('says what a line lacks', () => {
    const line: ReportLine = { kind: 'clicks', strength: 'direct', state: 'not_set_up', code: 'no_links', text: '' };
    expect(lineText(line, 7, en)).toBe('Not set up yet. No short links are in use, so clicks are not counted.');
    expect(lineText(clicks, 7, en)).toBe('at least 14');
    const few: ReportLine = { kind: 'leads', strength: 'statistical', state: 'cannot_tell', code: 'few_leads', leads: 212, answered: 31 };
    expect(lineText(few, 7, en)).toBe(
      'Can\'t tell. There are too few leads a day to see a rise of 30 %. 31 of 212 leads answered how they heard of you.',
    );
    const moved: ReportLine = { ...few, state: 'ready', code: '', effect: { effect: 3, low: -2, high: 8 }, leads: 1, answered: 0 };
    expect(lineText(moved, 7, en)).toBe('−2 to +8 leads against those expected in 7 days (95% interval). 0 of 1 lead answered how they heard of you.');
    expect(lineText({ kind: 'lift', strength: 'statistical', state: 'ready' }, 7, en)).toBe('No range');
  });
  it('writes days in caveats as the language does', () => {
    const caveat = { code: 'not_counted', params: { from: '2026-03-04', to: '2026-03-05' }, text: '' };
    expect(caveatText(caveat, nl)).toContain('4 mrt 2026');
  });
});
