import { scaleLinear, scaleUtc } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { ReportRow } from '../api/reports';
import { isNumber } from './sentences';

/** Where a chart is drawn within its picture. */
export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const day = 86_400_000;
export const timeOf = (date: string) => Date.parse(`${date.slice(0, 10)}T00:00:00Z`);

/** dayScales are the axes of visits by day: each day has the same room, and counts begin at 0. */
export function dayScales(rows: ReportRow[], f: Frame) {
  const times = rows.map((r) => timeOf(r.day));
  const first = Math.min(...times);
  const last = Math.max(...times);
  const highest = Math.max(1, ...rows.flatMap((r) => [r.observed, r.high95]).filter(isNumber));
  const x = scaleUtc([first - day / 2, last + day / 2], [f.left, f.width - f.right]);
  const y = scaleLinear([0, highest], [f.height - f.bottom, f.top]).nice(4);
  return { x, y };
}

type Scales = ReturnType<typeof dayScales>;

interface Point {
  x: number;
  low: number;
  high: number;
}

/** widened gives a run of days the half day on each side, so that one day alone is seen too. */
function widened(runs: (Point | null)[], half: number): (Point | null)[] {
  return runs.flatMap((p, i) => {
    if (!p) return [p];
    return [
      ...(runs[i - 1] ? [] : [{ ...p, x: p.x - half }]),
      p,
      ...(runs[i + 1] ? [] : [{ ...p, x: p.x + half }]),
    ];
  });
}

function band(rows: ReportRow[], { x, y }: Scales, ends: (r: ReportRow) => [number | null, number | null]): string {
  const half = (x(day) - x(0)) / 2;
  const points = rows.map((r) => {
    const [low, high] = ends(r);
    return isNumber(low) && isNumber(high) ? { x: x(timeOf(r.day)), low: y(Math.max(0, low)), high: y(Math.max(0, high)) } : null;
  });
  const path = area<Point | null>()
    .defined((p) => p !== null)
    .x((p) => p!.x)
    .y0((p) => p!.low)
    .y1((p) => p!.high);
  return path(widened(points, half)) ?? '';
}

/** bandPath is what was expected, at 95, 80 or 50 %. */
export const bandPath = (rows: ReportRow[], s: Scales, share: 95 | 80 | 50): string =>
  band(rows, s, (r) => [r[`low${share}`], r[`high${share}`]]);

/** effectPath is the area between the middle of what was expected and what was counted, in the window alone. */
export const effectPath = (rows: ReportRow[], s: Scales): string =>
  band(rows, s, (r) => (r.window ? [r.middle, r.observed] : [null, null]));

/** observedPath is the line of what was counted. It breaks where a day was not. */
export function observedPath(rows: ReportRow[], { x, y }: Scales): string {
  const path = line<ReportRow>()
    .defined((r) => isNumber(r.observed))
    .x((r) => x(timeOf(r.day)))
    .y((r) => y(r.observed ?? 0));
  return path(rows) ?? '';
}

/** windowEdges are where the window begins and ends, or null where none of the rows is in it. */
export function windowEdges(rows: ReportRow[], { x }: Scales): [number, number] | null {
  const inside = rows.filter((r) => r.window).map((r) => timeOf(r.day));
  return inside.length === 0 ? null : [x(Math.min(...inside) - day / 2), x(Math.max(...inside) + day / 2)];
}

/** weekly are the days that the axis names: every seventh, counted back from the first of the window. */
export function weekly(rows: ReportRow[], every: number): string[] {
  const anchor = Math.max(0, rows.findIndex((r) => r.window));
  return rows.filter((_, i) => (i - anchor) % every === 0).map((r) => r.day);
}

export interface Dot {
  value: number;
  x: number;
  y: number;
}

/** stacked puts values on a line, and on top of each other where they would overlap. */
export function stacked(values: number[], x: (v: number) => number, radius: number, f: Frame): Dot[] {
  const heights = new Map<number, number>();
  const columns = values.filter(isNumber).map((value) => {
    const column = Math.floor(x(value) / (2 * radius));
    const level = heights.get(column) ?? 0;
    heights.set(column, level + 1);
    return { value, column, level };
  });
  // A high stack is pressed together rather than cut off.
  const tallest = Math.max(1, ...heights.values());
  const room = f.height - f.bottom - f.top;
  const step = Math.min(2 * radius, tallest === 1 ? 2 * radius : (room - 2 * radius) / (tallest - 1));
  return columns.map(({ value, column, level }) => ({
    value,
    x: (column + 0.5) * 2 * radius,
    y: f.height - f.bottom - radius - level * step,
  }));
}

/** valueScale is an axis that holds all of the values and 0. */
export function valueScale(values: number[], f: Frame) {
  const all = [0, ...values.filter(isNumber)];
  const low = Math.min(...all);
  const high = Math.max(...all);
  return scaleLinear(low === high ? [-1, 1] : [low, high], [f.left, f.width - f.right]).nice(5);
}
