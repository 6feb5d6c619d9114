/**
 * stepOf is the rounding step that the ends of a range and its middle share: 1, 2 or 5 times a power of
 * ten, at most a twentieth of the range's width. Counts are whole, so that it is never under 1. The
 * command line and messages round in the same way (alerts/send/report/round.go).
 */
export function stepOf(low: number, high: number): number {
  const width = Math.abs(high - low) / 20;
  if (!Number.isFinite(width) || width <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(width));
  const times = width / power;
  return (times < 2 ? 1 : times < 5 ? 2 : 5) * power;
}

/** inSteps rounds to a multiple of the step, and never returns -0. */
export function inSteps(value: number, step: number): number {
  return Math.round(value / step) * step + 0;
}
