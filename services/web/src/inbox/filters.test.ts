import { describe, expect, it } from 'vitest';
import { exportAddress, mentionQuery } from '../api/mentions';
import { cleared, isFiltered, parse, since, stays, withList, without } from './filters';

describe('the address is the view', () => {
  it('reads lists and leaves out what is empty or twice', () => {
    const f = parse(new URLSearchParams('brand=acme,,beacon,acme&kind=&period=30d&x=1'));
    expect(f.lists).toEqual({ brand: ['acme', 'beacon'], state: ['new'] });
    expect(f.period).toBe('30d');
    expect(isFiltered(f)).toBe(true);
    expect(isFiltered(parse(new URLSearchParams('m=abc')))).toBe(false);
    expect(isFiltered(parse(cleared()))).toBe(false);
    expect(isFiltered(parse(new URLSearchParams('state=all')))).toBe(true);
  });

  it('writes what it read', () => {
    let params = new URLSearchParams('brand=acme&m=chosen');
    params = withList(params, 'brand', ['acme', 'beacon']);
    expect(params.get('brand')).toBe('acme,beacon');
    expect(params.has('m')).toBe(false);
    expect(withList(params, 'brand', []).has('brand')).toBe(false);
  });

  it('shows what is new, and every state where the address says all', () => {
    const asked = (search: string) => mentionQuery(parse(new URLSearchParams(search)), new Date()).state;
    expect(asked('')).toEqual(['new']);
    expect(asked('state=all')).toEqual(['new', 'seen', 'confirmed', 'dismissed']);
    expect(withList(new URLSearchParams('state=new'), 'state', []).get('state')).toBe('all');
  });

  it('lets go of what was judged here, and of nothing else', () => {
    const f = parse(new URLSearchParams());
    expect(stays({ state: 'confirmed', judgedHere: true }, f)).toBe(false);
    expect(stays({ state: 'new', judgedHere: true }, f)).toBe(true); // taken back
    expect(stays({ state: 'confirmed' }, f)).toBe(true); // by another person
    expect(stays({ state: 'dismissed', judgedHere: true }, parse(new URLSearchParams('state=all')))).toBe(true);
  });

  it('tells the server how sure it must be', () => {
    const asked = (conf: string) => mentionQuery(parse(new URLSearchParams({ conf })), new Date());
    expect([asked('').conf, asked('').unsure]).toEqual([undefined, undefined]);
    expect([asked('sure').conf, asked('sure').unsure]).toEqual([0.85, undefined]);
    expect([asked('unsure').conf, asked('unsure').unsure]).toEqual([undefined, 'only']);
    expect(asked('sure,unsure').unsure).toBe('too');
  });

  it('exports what it shows, for the spreadsheet of the language', () => {
    const f = parse(new URLSearchParams('brand=acme,beacon&conf=sure&starred=yes&q=a+b&to=2026-11-01'));
    const query = (language: 'en' | 'nl') => Object.fromEntries(new URL(exportAddress(f, language, new Date()), 'http://desk.example').searchParams);
    expect(query('en')).toEqual({ brand: 'acme,beacon', state: 'new', starred: 'true', q: 'a b', to: '2026-11-01', conf: '0.85' });
    expect(query('nl')['separator']).toBe('semicolon');
  });

  it('offers to let go of one filter', () => {
    const f = parse(new URLSearchParams('brand=acme&period=7d'));
    expect(without(f).map(([name, rest]) => [name, rest.lists.brand, rest.period])).toEqual([
      ['brand', undefined, '7d'],
      ['period', ['acme'], ''],
    ]);
  });

  it('knows when a period began', () => {
    const now = new Date('2026-11-23T12:00:00Z');
    expect(since('7d', now)?.toISOString()).toBe('2026-11-16T12:00:00.000Z');
    expect(since('all', now)).toBeUndefined();
    expect(since('soon', now)).toBeUndefined();
  });
});
