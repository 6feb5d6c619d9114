import { expect, it } from 'vitest';
import { fromOf, isFiltered, parse, withFilter } from './filters';

it('reads the address, and leaves out what isn\'t a period', () => {
  const f = parse(new URLSearchParams('q=pod&site=shop&source=a,b,a&stage=lead&period=soon'));
  expect(f).toEqual({ q: 'pod', site: 'shop', source: ['a', 'b'], stage: ['lead'], period: '', tier: [], judged: '', mention: '' });
  expect(isFiltered(f)).toBe(true);
  expect(parse(new URLSearchParams('judged=maybe&tier=named,show&mention=m'))).toMatchObject({ judged: '', tier: ['named', 'show'], mention: 'm' });
  expect(isFiltered(parse(new URLSearchParams('other=1')))).toBe(false);
});

it('sets and removes one filter', () => {
  const params = new URLSearchParams('q=pod&site=shop');
  expect(withFilter(params, 'site', '').toString()).toBe('q=pod');
  expect(withFilter(params, 'stage', 'lead').toString()).toBe('q=pod&site=shop&stage=lead');
});

it('a period begins so many days before this minute', () => {
  expect(fromOf('7d', new Date('2026-11-20T12:34:56Z'))).toBe('2026-11-13T12:34:00.000Z');
  expect(fromOf('', new Date())).toBeUndefined();
});
