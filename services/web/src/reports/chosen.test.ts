import { expect, it } from 'vitest';
import type { Report, ReportLine, ReportRow } from '../api/reports';
import { chartMetrics, chosenRows } from './chosen';

const row = (observed: number): ReportRow => ({ day: '2026-11-20', observed, middle: 1, low95: 0, high95: 2, low80: 0, high80: 2, low50: 0, high50: 2, window: true });
const line = (more: Partial<ReportLine>): ReportLine => ({ kind: 'branded_search', strength: 'statistical', state: 'ready', metric: 'branded_clicks', effect: { effect: 5, low: 1, high: 9 }, rows: [row(7)], ...more });
const report = (...lines: ReportLine[]) => ({ metric: 'visits', rows: [row(100)], lines: [line({ kind: 'lift', metric: 'visits', rows: [row(3)] }), ...lines] }) as unknown as Report;

it('shows the rows of the metric that was picked', () => {
  const r = report(line({}), line({ metric: 'branded_impressions', rows: [row(80)] }));
  expect(chartMetrics(r)).toEqual(['visits', 'branded_clicks', 'branded_impressions']);
  expect(chosenRows(r, 'branded_impressions').rows[0]!.observed).toBe(80);
  expect(chosenRows(r, 'branded_clicks').line?.metric).toBe('branded_clicks');
});

it('shows visits where nothing was picked, or what the report lacks', () => {
  for (const metric of ['', 'visits', 'leads', 'branded_clicks']) {
    const { rows, line: found } = chosenRows(report(line({ rows: [] })), metric);
    expect(rows[0]!.observed).toBe(100);
    expect(found).toBeNull();
  }
});
