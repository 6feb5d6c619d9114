import { expect, it } from 'vitest';
import { parseSearch, underline, withFacet } from './address';

it('reads the search from the address', () => {
  const w = parseSearch(new URLSearchParams('q="dark social"&kind=podcast,post&sort=relevance'));
  expect(w).toEqual({ q: '"dark social"', sort: 'relevance', lists: { kind: ['podcast', 'post'] } });
  expect(parseSearch(new URLSearchParams('sort=odd')).sort).toBe('newest');
});

it('switches a facet on and off', () => {
  let p = withFacet(new URLSearchParams('q=x'), 'lang', 'nl');
  expect(p.get('lang')).toBe('nl');
  p = withFacet(p, 'lang', 'en');
  expect(p.get('lang')).toBe('nl,en');
  p = withFacet(withFacet(p, 'lang', 'nl'), 'lang', 'en');
  expect(p.toString()).toBe('q=x');
});

it('points at the character that is wrong', () => {
  expect(underline('a OR )', 5)).toEqual(['a OR ', ')', '']);
  expect(underline('"open', 5)).toEqual(['"open', '', '']);
  expect(underline('😀😀 (', 3)).toEqual(['😀😀 ', '(', '']);
  expect(underline('x', 99)).toEqual(['x', '', '']);
});
