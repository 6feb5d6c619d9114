import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';
import type * as wire from './generated/types.gen';
import { toItem, toReport } from './reportOf';

export type Verdict = NonNullable<wire.ReportView['verdict']>;
export type Lift = wire.Lift;
export type Interval = wire.Interval;
export type ReportLine = wire.ReportLine;
export type ReportRow = wire.ReportRow;
export type Overlap = wire.ReportOverlap;
export type Note = wire.ReportNote;

/** A report without what only its own page shows. */
export interface ReportItem {
  id: string;
  state: 'open' | 'ready';
  verdict: Verdict | null; // null while it is open
  brand: wire.MentionBrand;
  mention: wire.ReportMention;
  site: wire.ReportSite;
  window: wire.ReportWindow;
  day: number;
  lift: Lift | null;
  reasons: string[];
  group: string[];
  groupDays: wire.ReportDays | null; // over which the effect of a group is added up
  caveats: Note[];
  dataTo: string;
}

export interface Report extends ReportItem {
  revision: number;
  created: string;
  revised: string;
  metric: string;
  rows: ReportRow[];
  dots: number[];
  placebos: wire.ReportPlacebo[];
  longer: wire.ReportLonger[];
  lines: ReportLine[];
  overlaps: Overlap[];
  events: wire.ReportEvent[];
  family: wire.ReportFamily;
  explained: Interval | null; // share of the effect that clicks account for
  method: wire.ReportMethod;
}

export async function getReport(id: string, signal: AbortSignal): Promise<Report> {
  return toReport(await data(sdk.getReport({ ...asked, signal, path: { id } })));
}

/** getMentionReport is the report that a mention belongs to; a Problem says why there is none. */
export async function getMentionReport(mention: string, signal: AbortSignal): Promise<Report> {
  return toReport(await data(sdk.getMentionReport({ ...asked, signal, path: { id: mention } })));
}

/** askForReport has a report made of a mention that gets none by itself. */
export async function askForReport(mention: string): Promise<string> {
  return (await data(sdk.chooseMention({ ...asked, path: { id: mention } }))).id;
}

export interface ReportFilters {
  brand: string[];
  verdict: string[];
  month: string;
}

export interface ReportPage {
  items: ReportItem[];
  next: string;
  totals: wire.ReportTotals;
}

const query = (f: ReportFilters) => ({
  brand: f.brand.length > 0 ? f.brand : undefined,
  verdict: f.verdict.length > 0 ? f.verdict : undefined,
  month: f.month || undefined,
});

export async function listReports(f: ReportFilters, cursor: string, signal: AbortSignal): Promise<ReportPage> {
  const page = await data(sdk.listReports({ ...asked, signal, query: { ...query(f), cursor: cursor || undefined, limit: 50 } }));
  return { items: (page.items ?? []).map(toItem), next: page.next, totals: page.totals };
}

/** exportAddress is where a browser gets the listed reports as CSV. */
export function exportAddress(f: ReportFilters): string {
  const given = Object.entries(query(f)).flatMap(([name, value]) => (value ? [[name, String(value)]] : []));
  return `/api/v1/reports/export?${new URLSearchParams(given).toString()}`;
}
