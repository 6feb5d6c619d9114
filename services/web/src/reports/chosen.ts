import type { Report, ReportLine, ReportRow } from '../api/reports';
import { rangeOf } from './sentences';

/** What the chart can show: visits, and each metric of a line that was estimated day by day. */
export function chartMetrics(r: Report): string[] {
  return [r.metric, ...r.lines.filter(hasRows).map((l) => l.metric!)];
}

/** chosenRows are the rows of the metric that was asked for, and its line; those of visits where the report has none of it. */
export function chosenRows(r: Report, metric: string): { rows: ReportRow[]; line: ReportLine | null } {
  const line = r.lines.find((l) => hasRows(l) && l.metric === metric) ?? null;
  return { rows: line?.rows ?? r.rows, line };
}

const hasRows = (l: ReportLine) => l.kind !== 'lift' && (l.metric ?? '') !== '' && (l.rows?.length ?? 0) > 0 && rangeOf(l.effect) !== null;
