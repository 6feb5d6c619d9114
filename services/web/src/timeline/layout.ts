import { scaleLinear } from 'd3-scale';
import type { Row } from './rows';

export const font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';

/** Under the counts are lanes for the mentions, each so high. */
export const lane = 20;
export const lanes = ['own', 'rivals', 'events'] as const;

export const axis = { bottom: 30, top: 12, right: 14 };

/** Markers nearer than this are drawn as one. */
export const apart = 11;

/** highest is the end of the axis of counts, a round number. */
export function highest(values: (number | null)[]): number {
  const top = values.reduce<number>((best, v) => Math.max(best, v ?? 0), 0);
  return scaleLinear([0, top > 0 ? top : 1], [0, 1]).nice(4).domain()[1]!;
}

/** ticksTo are the counts that the axis names: whole ones. */
export const ticksTo = (top: number): number[] => scaleLinear([0, top], [0, 1]).ticks(4).filter((v) => Number.isInteger(v));

/** below is how far the axis goes under 0, for the lanes to have their room in a plot of that height. */
export const below = (top: number, height: number): number => (-top * lanes.length * lane) / Math.max(1, height - lanes.length * lane);

/** leftOf is the room that the counts beside the axis need. */
export const leftOf = (rows: Row[], locale: string): number =>
  16 + 7 * Math.max(...ticksTo(highest(rows.flatMap((r) => [r.value, r.high]))).map((v) => v.toLocaleString(locale).length), 2);

/** laneY is the middle of a lane, in pixels above the foot of the plot. */
export const laneY = (name: (typeof lanes)[number]): number => (lanes.length - lanes.indexOf(name) - 0.5) * lane;
