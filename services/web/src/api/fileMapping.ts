import type { FileOf } from './imports';

/** FileMapping says what the columns of a file mean, in one form for visits and leads. */
export interface FileMapping {
  columns: Record<string, string>; // by meaning: time, channel, metric:visits, …
  hosts: string[]; // of the site, in a log
  zone: string;
  span: string; // hour or day; empty is detected
  dates: string; // the format; empty is detected
  decimalComma: boolean | null; // null is detected
}

/** What both kinds of mapping may hold on the wire. */
interface Written {
  metrics?: Record<string, string> | null;
  hosts?: string[] | null;
  zone?: string;
  span?: string;
  dates?: string;
  decimal_comma?: boolean;
}

/** What a column of each kind of file may mean. The numbers of visits have a name each: metric:visits. */
export const meanings: Record<FileOf, readonly string[]> = {
  visits: ['time', 'metric:visits', 'metric:pageviews', 'channel', 'landing', 'country'],
  leads: ['time', 'id', 'person', 'stage', 'value', 'answer', 'note', 'landing'],
};

/** readMapping reads a mapping of the API. */
export function readMapping(from: object): FileMapping {
  const { metrics, hosts, zone, span, dates, decimal_comma, ...single } = from as Written & Record<string, unknown>;
  const columns: Record<string, string> = {};
  for (const [meaning, column] of Object.entries(single)) if (typeof column === 'string' && column !== '') columns[meaning] = column;
  for (const [metric, column] of Object.entries(metrics ?? {})) columns[`metric:${metric}`] = column;
  return { columns, hosts: hosts ?? [], zone: zone ?? '', span: span ?? '', dates: dates ?? '', decimalComma: decimal_comma ?? null };
}

/** writtenMapping writes a mapping as the API takes it. */
export function writtenMapping(of: FileOf, m: FileMapping): Record<string, unknown> {
  const single = Object.entries(m.columns).filter(([meaning]) => !meaning.startsWith('metric:'));
  const metrics = Object.entries(m.columns).flatMap(([meaning, column]) => (meaning.startsWith('metric:') ? [[meaning.slice('metric:'.length), column]] : []));
  return {
    ...Object.fromEntries(single),
    ...(of === 'visits' ? { time: m.columns.time ?? '', metrics: Object.fromEntries(metrics), hosts: m.hosts, span: m.span || undefined } : {}),
    zone: m.zone || undefined,
    dates: m.dates || undefined,
    decimal_comma: m.decimalComma ?? undefined,
  };
}

/** referenceOf names a column as the API finds it: by its name or, where another before it has the same, by its number. */
export function referenceOf(names: string[], at: number): string {
  const same = names.findIndex((n) => n.toLowerCase() === names[at]!.toLowerCase());
  return same === at ? names[at]! : String(at + 1);
}

/** meaningOf returns what a column means; empty where it isn't used. */
export function meaningOf(names: string[], columns: Record<string, string>, at: number): string {
  const found = Object.entries(columns).find(([, column]) => indexOf(names, column) === at);
  return found?.[0] ?? '';
}

/** indexOf finds a column by name, or by its number from 1. */
function indexOf(names: string[], column: string): number {
  const exact = names.indexOf(column);
  if (exact >= 0) return exact;
  const folded = names.findIndex((n) => n.toLowerCase() === column.toLowerCase());
  if (folded >= 0) return folded;
  return /^\d+$/.test(column) ? Number(column) - 1 : -1;
}

/** withMeaning gives a column a meaning, or none. What another column meant so is not used any more. */
export function withMeaning(names: string[], columns: Record<string, string>, at: number, meaning: string): Record<string, string> {
  const next = Object.fromEntries(Object.entries(columns).filter(([, column]) => indexOf(names, column) !== at));
  if (meaning !== '') next[meaning] = referenceOf(names, at);
  return next;
}

/** metricName is the name of a metric that a heading gives, as the server writes it: "Bounce rate" is bounce_rate. */
export function metricName(heading: string): string {
  const words = heading.toLowerCase().match(/[\p{L}\p{Nd}]+/gu) ?? [];
  return words.join('_').slice(0, 50) || 'number';
}
