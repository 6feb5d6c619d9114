import { describe, expect, it } from 'vitest';
import { isFiltered, parse, since, withList } from './filters';

describe('the address is the view', () => {
  it('reads lists and leaves out what is empty or twice', () => {
    const f = parse(new URLSearchParams('brand=acme,,beacon,acme&kind=&period=30d&x=1'));
    expect(f.lists).toEqual({ brand: ['acme', 'beacon'] });
    expect(f.period).toBe('30d');
    expect(isFiltered(f)).toBe(true);
    expect(isFiltered(parse(new URLSearchParams('m=abc')))).toBe(false);
  });

  it('writes what it read', () => {
    let params = new URLSearchParams('brand=acme&m=chosen');
    params = withList(params, 'brand', ['acme', 'beacon']);
    expect(params.get('brand')).toBe('acme,beacon');
    expect(params.has('m')).toBe(false);
    expect(withList(params, 'brand', []).has('brand')).toBe(false);
  });

  it('knows when a period began', () => {
    const now = new Date('2026-11-23T12:00:00Z');
    expect(since('7d', now)?.toISOString()).toBe('2026-11-16T12:00:00.000Z');
    expect(since('all', now)).toBeUndefined();
    expect(since('soon', now)).toBeUndefined();
  });
});
