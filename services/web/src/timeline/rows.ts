import type { Effect, Timeline, TimelineEvent, TimelineMention, Unit } from '../api/timeline';
import { addDays, dayIn, type Span } from './address';

/** One hour, day or week, with all that is known of it. Times are seconds since 1970. */
export interface Row {
  start: number;
  end: number;
  day: string; // of the site, on which it begins
  last: string; // the day on which it ends
  value: number | null;
  partial: boolean;
  low: number | null; // what was expected, 95 %
  high: number | null;
  own: number;
  rivals: number;
  clicks?: number; // on short links; absent where there are none
  mentions: TimelineMention[]; // those that are listed
  events: TimelineEvent[];
}

const lengths: Record<Unit, number> = { hour: 3600, day: 86_400, week: 7 * 86_400 };
const seconds = (time: string) => Date.parse(time) / 1000;

/** rowsOf joins the parts of a timeline, unit by unit. */
export function rowsOf(t: Timeline, rivals: boolean): Row[] {
  const days = t.unit === 'week' ? 7 : 1;
  const bounds = expectedOf(t);
  const rows = t.points.map((p, i): Row => {
    const start = seconds(p.start);
    const next = t.points[i + 1];
    const day = dayIn(new Date(p.start), t.site.zone);
    const last = addDays(day, days - 1);
    const expected = t.unit === 'day' ? bounds.get(day) : undefined;
    return {
      start,
      end: next ? seconds(next.start) : start + lengths[t.unit],
      day,
      last,
      value: p.value,
      partial: p.partial,
      low: expected?.low ?? null,
      high: expected?.high ?? null,
      own: t.own[i] ?? 0,
      rivals: rivals ? (t.rivals[i] ?? 0) : 0,
      ...(t.clicks?.[i] ? { clicks: t.clicks[i] } : {}),
      mentions: [],
      events: t.events.filter((e) => e.from <= last && e.to >= day),
    };
  });
  for (const m of t.mentions) {
    if (m.brand.own || rivals) rows[rowAt(rows, seconds(m.published))]?.mentions.push(m);
  }
  return rows;
}

/** expectedOf is what was expected by day: of several reports the lowest and the highest end. */
function expectedOf(t: Timeline): Map<string, { low: number; high: number }> {
  const out = new Map<string, { low: number; high: number }>();
  for (const e of judging(t)) {
    for (const { day, low, high } of e.expected) {
      if (low === null || high === null) continue;
      const known = out.get(day) ?? { low, high };
      out.set(day, { low: Math.max(0, Math.min(known.low, low)), high: Math.max(known.high, high) });
    }
  }
  return out;
}

/** judging are the reports about what is shown: they judge all channels together. */
const judging = (t: Timeline): Effect[] =>
  t.channel !== '' ? [] : t.effects.filter((e) => e.metric === t.metric && e.state === 'ready');

/** rowAt is the row that a time is in, or -1. */
export function rowAt(rows: Row[], time: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (rows[mid]!.end <= time) low = mid + 1;
    else high = mid;
  }
  return low < rows.length && rows[low]!.start <= time ? low : -1;
}

/** boundsOf is the time of all rows. */
export const boundsOf = (rows: Row[]): Span => ({ from: rows[0]?.start ?? 0, to: rows.at(-1)?.end ?? 1 });

/** within are the rows that a span shows. */
export const within = (rows: Row[], z: Span): Row[] => rows.filter((r) => r.end > z.from && r.start < z.to);

/** middle is where a row's point is drawn. */
export const middle = (r: Row) => (r.start + r.end) / 2;

/** A window of a report that stands out, from its first row to its last. */
export interface Outstanding extends Span {
  report: string;
}

/** outstanding are the windows of reports whose effect can be seen. */
export function outstanding(t: Timeline, rows: Row[]): Outstanding[] {
  return judging(t).flatMap((e) => {
    if (!['clear', 'likely', 'possible'].includes(e.verdict ?? '')) return [];
    const inside = rows.filter((r) => r.last >= e.window.from && r.day <= e.window.to);
    return inside.length === 0 ? [] : [{ report: e.report, from: inside[0]!.start, to: inside.at(-1)!.end }];
  });
}

/** Several rows whose markers would lie on each other. */
interface Marker {
  at: number; // time
  count: number;
}

/** markersOf puts the mentions of rows on a line; those that are nearer than room become one. */
export function markersOf(rows: Row[], count: (r: Row) => number, x: (time: number) => number, room: number): Marker[] {
  const out: (Marker & { first: number })[] = [];
  for (const r of rows) {
    const n = count(r);
    if (n === 0) continue;
    const at = middle(r);
    const last = out.at(-1);
    if (last && x(at) - x(last.first) < room) {
      last.at = (last.at * last.count + at * n) / (last.count + n);
      last.count += n;
    } else out.push({ at, count: n, first: at });
  }
  return out.map(({ at, count: n }) => ({ at, count: n }));
}

/** radius is the size of a marker: more mentions are larger. */
export const radius = (count: number) => Math.min(9, 3.5 + 1.1 * Math.sqrt(count));

/** gapsOf are the times that were not counted. */
export const gapsOf = (t: Timeline): Span[] => t.gaps.map((g) => ({ from: seconds(g.from), to: seconds(g.to) }));
