import type { Span } from './address';

/** clamp keeps a span within others: as long as before where it fits, and at least as long as least. */
export function clamp(z: Span, bounds: Span, least: number): Span {
  const room = bounds.to - bounds.from;
  const length = Math.min(Math.max(z.to - z.from, Math.min(least, room)), room);
  const middle = (z.from + z.to) / 2;
  const from = Math.min(Math.max(z.to - z.from === length ? z.from : middle - length / 2, bounds.from), bounds.to - length);
  return { from, to: from + length };
}

/** zoomed makes a span longer or shorter round a time in it, which keeps its place. */
export function zoomed(z: Span, factor: number, round: number, bounds: Span, least: number): Span {
  const at = Math.min(Math.max(round, z.from), z.to);
  const wanted = { from: at - (at - z.from) * factor, to: at + (z.to - at) * factor };
  return clamp(wanted, bounds, least);
}

/** moved shifts a span by a share of its length. */
export function moved(z: Span, share: number, bounds: Span): Span {
  const by = (z.to - z.from) * share;
  return clamp({ from: z.from + by, to: z.to + by }, bounds, 0);
}

/** withIn moves a span as little as needed for a time to be in it. */
export function withIn(z: Span, time: number, bounds: Span): Span {
  if (time < z.from) return clamp({ from: time, to: time + (z.to - z.from) }, bounds, 0);
  if (time > z.to) return clamp({ from: time - (z.to - z.from), to: time }, bounds, 0);
  return z;
}

/** whole reports whether a span shows all that there is. */
export const whole = (z: Span, bounds: Span) => z.from <= bounds.from && z.to >= bounds.to;
