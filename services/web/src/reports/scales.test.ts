import { describe, expect, it } from 'vitest';
import type { ReportRow } from '../api/reports';
import { bandPath, dayScales, effectPath, observedPath, stacked, timeOf, valueScale, weekly, windowEdges, type Frame } from './scales';

const f: Frame = { width: 400, height: 200, left: 40, right: 10, top: 10, bottom: 20 };
const row = (day: string, change: Partial<ReportRow> = {}): ReportRow => ({
  day, observed: 100, middle: 90, low95: 60, high95: 120, low80: 70, high80: 110, low50: 80, high50: 100, window: false, ...change,
});
const days = (n: number) => Array.from({ length: n }, (_, i) => row(new Date(Date.UTC(2026, 1, 20 + i)).toISOString().slice(0, 10), { window: i >= n - 3 }));

describe('the chart by day', () => {
  const rows = days(21);
  const s = dayScales(rows, f);

  it('begins at 0, and holds the highest of what was counted and expected', () => {
    expect(s.y(0)).toBe(180);
    expect(s.y.domain()[1]).toBeGreaterThanOrEqual(120);
  });
  it('gives each day the same room, in the frame, over a month with 28 days and a change of clocks', () => {
    const march = dayScales(days(60), f);
    const steps = days(60).map((r) => march.x(timeOf(r.day))).map((x, i, all) => (i === 0 ? 0 : x - all[i - 1]!)).slice(1);
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(1e-6);
    expect(march.x(timeOf('2026-02-20'))).toBeGreaterThan(f.left);
  });
  it('hatches the window alone, and one day alone can be seen', () => {
    const edges = windowEdges(rows, s)!;
    const xs = (path: string) => [...path.matchAll(/([\d.]+),[\d.]+/g)].map((x) => Number(x[1]));
    expect(Math.min(...xs(effectPath(rows, s)))).toBeCloseTo(edges[0], 1);
    expect(Math.max(...xs(effectPath(rows, s)))).toBeCloseTo(edges[1], 1);
    const one = [row('2026-03-01'), row('2026-03-02', { window: true }), row('2026-03-03')];
    const hatched = xs(effectPath(one, dayScales(one, f)));
    expect(Math.max(...hatched) - Math.min(...hatched)).toBeGreaterThan(50);
  });
  it('breaks where a day was not counted or expected, and never draws what is not a number', () => {
    const gap = [row('2026-03-01'), row('2026-03-02', { observed: null, low95: null, high95: null, middle: null }), row('2026-03-03')];
    const g = dayScales(gap, f);
    expect(observedPath(gap, g).match(/M/g)).toHaveLength(2);
    expect(bandPath(gap, g, 95).match(/M/g)).toHaveLength(2);
    const nothing = gap.map((r) => ({ ...r, observed: null, low95: null, high95: null, low80: null, high80: null, low50: null, high50: null, middle: null }));
    const n = dayScales(nothing, f);
    expect([bandPath(nothing, n, 95), bandPath(nothing, n, 50), effectPath(nothing, n), observedPath(nothing, n)].join('')).not.toMatch(/NaN/);
    expect(n.y.domain()).toEqual([0, 1]);
  });
  it('names every seventh day, the first of the window among them', () => expect(weekly(rows, 7)).toContain(rows.find((r) => r.window)!.day));
  it('has no window where no row is in it', () => expect(windowEdges(rows.map((r) => ({ ...r, window: false })), s)).toBeNull());
});

describe('dots', () => {
  const x = valueScale([10, 400], f);
  it('stand in the frame on an axis with 0, and never on one another', () => {
    const dots = stacked(Array.from({ length: 20 }, (_, i) => 100 + i), x, 7, f);
    expect(dots).toHaveLength(20);
    expect(new Set(dots.map((d) => `${d.x} ${d.y}`)).size).toBe(20);
    for (const d of dots) {
      expect(d.y).toBeGreaterThanOrEqual(f.top + 7 - 1e-9);
      expect(d.y).toBeLessThanOrEqual(f.height - f.bottom);
    }
    expect(x.domain()[0]).toBe(0);
  });
  it('are in the column of their value', () => {
    for (const d of stacked([10, 200, 390], x, 7, f)) expect(Math.abs(d.x - x(d.value))).toBeLessThanOrEqual(7);
  });
  it('make an axis even of zeros', () => expect(valueScale([0, 0], f).domain()).toEqual([-1, 1]));
  it('leave out what is not a number', () => expect(stacked([Number.NaN, 3], x, 7, f)).toHaveLength(1));
});
