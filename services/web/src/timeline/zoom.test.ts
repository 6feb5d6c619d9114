import { describe, expect, it } from 'vitest';
import { clamp, moved, whole, withIn, zoomed } from './zoom';

const bounds = { from: 0, to: 100 };

describe('zooming', () => {
  it('keeps the time under the cursor in its place', () => {
    expect(zoomed(bounds, 0.5, 20, bounds, 1)).toEqual({ from: 10, to: 60 });
    expect(zoomed({ from: 10, to: 60 }, 2, 20, bounds, 1)).toEqual(bounds);
  });
  it('ends at the least and at the whole', () => {
    expect(zoomed({ from: 40, to: 50 }, 0.5, 45, bounds, 10)).toEqual({ from: 40, to: 50 });
    expect(zoomed({ from: 40, to: 50 }, 100, 45, bounds, 10)).toEqual(bounds);
    expect(clamp({ from: 3, to: 4 }, { from: 0, to: 5 }, 10)).toEqual({ from: 0, to: 5 });
    expect(whole(bounds, bounds)).toBe(true);
    expect(whole({ from: 0, to: 99 }, bounds)).toBe(false);
  });
  it('takes a cursor that is out of sight to the edge', () => {
    expect(zoomed({ from: 40, to: 60 }, 0.5, 0, bounds, 1)).toEqual({ from: 40, to: 50 });
  });
});

describe('moving', () => {
  it('stops at the ends', () => {
    expect(moved({ from: 10, to: 30 }, 0.5, bounds)).toEqual({ from: 20, to: 40 });
    expect(moved({ from: 10, to: 30 }, -3, bounds)).toEqual({ from: 0, to: 20 });
    expect(moved({ from: 70, to: 90 }, 3, bounds)).toEqual({ from: 80, to: 100 });
  });
  it('follows the cursor', () => {
    expect(withIn({ from: 10, to: 30 }, 20, bounds)).toEqual({ from: 10, to: 30 });
    expect(withIn({ from: 10, to: 30 }, 5, bounds)).toEqual({ from: 5, to: 25 });
    expect(withIn({ from: 10, to: 30 }, 95, bounds)).toEqual({ from: 75, to: 95 });
  });
});
