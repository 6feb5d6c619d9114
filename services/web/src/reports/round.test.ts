import { describe, expect, it } from 'vitest';
import { inSteps, stepOf } from './round';
import { rangeOf } from './sentences';

describe('rounding', () => {
  it.each([
    [310, 780, 20], [0, 100, 5], [0, 99, 2], [-50, 50, 5], [0, 20, 1], [0, 3, 1], [5, 5, 1], [0, 400, 20], [0, 399, 10], [0, 1000, 50], [-1e6, 1e6, 100000],
  ])('the step of %d to %d is %d', (low, high, step) => expect(stepOf(low, high)).toBe(step));

  it('is a step of 1, 2 or 5 times a power of ten, between a fiftieth and a twentieth of the width', () => {
    for (let width = 21; width < 1e7; width *= 1.07) {
      const step = stepOf(-width / 3, (2 * width) / 3);
      expect([1, 2, 5]).toContain(Number(String(step)[0]));
      expect(Number(String(step).slice(1) || 0)).toBe(0);
      expect(step).toBeLessThanOrEqual(width / 20 + 1e-9);
      expect(step).toBeGreaterThanOrEqual(width / 50 - 1e-9);
    }
  });

  it('gives ends and middle one step', () => {
    expect(rangeOf({ effect: 541, low: 313, high: 778 })).toEqual({ low: 320, middle: 540, high: 780, step: 20 });
    expect(rangeOf({ effect: null, low: 313, high: 778 })?.middle).toBeNull();
    expect(rangeOf({ effect: 1, low: null, high: 778 })).toBeNull();
    expect(rangeOf({ effect: 1, low: Number.NaN, high: 778 })).toBeNull();
  });

  it('has no -0', () => expect(Object.is(inSteps(-0.2, 1), 0)).toBe(true));
  it('takes what is not a range', () => expect(stepOf(Number.NaN, 3)).toBe(1));
});
