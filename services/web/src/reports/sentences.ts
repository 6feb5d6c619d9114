import type { Interval, Report, ReportItem, ReportLine } from '../api/reports';
import type { Messages } from '../i18n/en';
import { inSteps, stepOf } from './round';

/** A range whose numbers are known and share one rounding step. */
export interface Range {
  low: number;
  middle: number | null;
  high: number;
  step: number;
}

/** rangeOf is the rounded range, or null where one of its ends isn't known. */
export function rangeOf(x: Interval | undefined | null): Range | null {
  if (!isNumber(x?.low) || !isNumber(x?.high)) return null;
  const step = stepOf(x.low, x.high);
  return { low: inSteps(x.low, step), middle: isNumber(x.effect) ? inSteps(x.effect, step) : null, high: inSteps(x.high, step), step };
}

export const isNumber = (x: unknown): x is number => typeof x === 'number' && Number.isFinite(x);

export const integer = (n: number, m: Messages) => (Math.round(n) + 0).toLocaleString(m.locale);

/** few writes a number of which the first digits count: 0.3, 2.4, 12. */
export const few = (n: number, m: Messages) => n.toLocaleString(m.locale, { maximumSignificantDigits: 2 });

/** small writes a probability; under a thousandth its digits say nothing. */
export const small = (p: number, m: Messages) => (p > 0 && p < 0.001 ? `< ${few(0.001, m)}` : few(p, m));

/** dayOf writes a day of the calendar, whatever the time zone of the reader. */
export function dayOf(day: string, m: Messages, year = true): string {
  const at = new Date(`${day.slice(0, 10)}T12:00:00Z`);
  if (Number.isNaN(at.getTime())) return day;
  return at.toLocaleDateString(m.locale, { day: 'numeric', month: 'short', year: year ? 'numeric' : undefined, timeZone: 'UTC' });
}

/** more says a range as what came more, or less, than expected. */
export function more(r: Range, days: number, m: Messages): string {
  const t = m.report;
  const n = (x: number) => integer(Math.abs(x), m);
  if (r.high <= 0 && r.low < 0) return t.fewer(n(r.high), n(r.low), t.days(days));
  if (r.low < 0) return t.fewerToMore(n(r.low), n(r.high), t.days(days));
  return t.more(n(r.low), n(r.high), t.days(days));
}

/** signed writes both ends of a range with their signs. */
export function signed(r: Range, m: Messages): string {
  const n = (x: number) => x.toLocaleString(m.locale, { signDisplay: 'exceptZero' }).replace('-', '−');
  return m.report.to(n(r.low), n(r.high));
}

/** daysOf is over how many days the effect was added up: a group is judged over the days of all its windows. */
export function daysOf(r: ReportItem): number {
  if (r.groupDays) return r.groupDays.days;
  // A report that was made before has only its numbers.
  const ratio = (r.lift?.effect.high ?? Number.NaN) / (r.lift?.per_day.high ?? Number.NaN);
  return r.group.length > 1 && Number.isFinite(ratio) ? Math.max(1, Math.round(ratio)) : r.window.days;
}

/** nameOf is the mention as a sentence calls it; a group is called by one of its mentions. */
export function nameOf(r: ReportItem, m: Messages): string {
  const { show, title } = r.mention;
  const name = [show, title].filter((x) => x !== '').join(', ') || m.kinds[r.mention.kind] || r.brand.name;
  return r.group.length > 1 ? m.report.together(name, r.group.length - 1) : name;
}

const counted = (lines: ReportLine[], kind: ReportLine['kind']) => {
  const line = lines.find((l) => l.kind === kind);
  return line?.state === 'ready' && isNumber(line.observed) ? line.observed : null;
};

/** headline is the sentence of a report's grade. No number stands in it without its range. */
export function headline(r: Report, m: Messages): string {
  const t = m.report.headlines;
  const name = nameOf(r, m);
  if (r.state === 'open' || r.verdict === null) return openSentence(r, m);
  const range = rangeOf(r.lift?.effect);
  const clicks = counted(r.lines, 'clicks');
  const named = counted(r.lines, 'self_reports');
  const direct = m.report.direct(clicks, named);
  if (r.verdict === 'cannot_tell' || !range) return r.verdict === 'cannot_tell' ? cannotTell(r, range, m) : t.noNumbers(name, m.report.grades[r.verdict]);
  const moved = more(range, daysOf(r), m);
  const from = signed(range, m);
  switch (r.verdict) {
    case 'clear':
      return t.clear(name, moved, direct);
    case 'likely':
      return r.lift?.stands_out ? t.likely(name, moved, direct) : t.likelyDirect(name, direct, from);
    case 'possible':
      if (!r.lift?.stands_out) return t.possibleDirect(name, direct, from);
      return t.possible(name, moved, few(r.family.by_chance, m), r.family.mentions);
    case 'no_sign':
      return noSign(r, range, m);
  }
}

function noSign(r: Report, range: Range, m: Messages): string {
  const t = m.report.headlines;
  const visible = r.lift?.smallest_visible;
  const shown = isNumber(visible) ? ` ${t.visible(integer(inSteps(visible, range.step), m))}` : '';
  if (r.reasons.includes('fell')) return t.fell(nameOf(r, m), more(range, daysOf(r), m));
  return `${t.noSign(nameOf(r, m), more(range, daysOf(r), m))}${shown}`;
}

/** cannotTell says what was in the way. */
function cannotTell(r: Report, range: Range | null, m: Messages): string {
  const t = m.report.headlines;
  const why: string[] = [];
  const stopped = r.caveats.find((c) => ['counting_stopped', 'not_counted', 'annotated_outage'].includes(c.code))?.params?.from;
  if (stopped) why.push(t.stopped(dayOf(stopped, m)));
  if (r.reasons.includes('history') && r.lift) why.push(t.history(r.lift.placebos));
  if (r.reasons.includes('overlap') && range) {
    const other = r.overlaps.find((o) => o.group) ?? r.overlaps[0];
    const event = r.caveats.find((c) => c.code === 'event')?.params?.name;
    const what = other ? [other.show, other.title].filter(Boolean).join(', ') : event;
    if (what) why.push(t.overlap(what, signed(range, m)));
  }
  const visible = r.lift?.smallest_visible;
  if (r.reasons.includes('small') && isNumber(visible)) why.push(t.small(integer(inSteps(visible, range?.step ?? stepOf(0, visible * 4)), m)));
  const fell = r.reasons.includes('fell') && range ? ` ${t.alsoFell(more(range, daysOf(r), m))}` : '';
  return `${t.cannotTell(nameOf(r, m), why.join('; '))}${fell}`;
}

/** openSentence says how far the window is, and from when there can be a verdict. */
export function openSentence(r: ReportItem, m: Messages): string {
  const look = dayOf(r.window.look_on, m);
  if (r.day >= r.window.days) return m.report.headlines.awaited(look);
  return m.report.headlines.open(Math.max(0, r.day), r.window.days, look);
}

/** explainedBy says which share of the effect clicks account for, always as a range. */
export function explainedBy(r: Report, m: Messages): string {
  const { low, high } = r.explained ?? {};
  if (!isNumber(low) || !isNumber(high) || low <= 0) return '';
  const percent = (x: number) => x.toLocaleString(m.locale, { style: 'percent', maximumSignificantDigits: 2 });
  return m.report.explained(percent(low), percent(high));
}

/** middleOf says the middle and what was counted, always with the range. */
export function middleOf(r: Report, m: Messages): string {
  const range = rangeOf(r.lift?.effect);
  const observed = r.lift?.observed;
  if (!range || range.middle === null || !isNumber(observed) || !r.lift) return '';
  const n = (x: number) => integer(inSteps(x, range.step), m);
  const expected = m.report.to(n(Math.max(0, observed - (r.lift.effect.high ?? 0))), n(observed - (r.lift.effect.low ?? 0)));
  const middle = range.middle.toLocaleString(m.locale, { signDisplay: 'exceptZero' }).replace('-', '−');
  return m.report.middle(middle, signed(range, m), integer(observed, m), expected);
}
