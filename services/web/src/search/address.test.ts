import { expect, it } from 'vitest';
import { searchQuery } from '../api/search';
import { pieces } from '../text/markedPieces';
import { complete, corrected, isAsked, lastWord, parseSearch, plain, quoted, underline, withFacet } from './address';

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
  expect(underline('a bran:acme', 2, 5)).toEqual(['a ', 'bran:', 'acme']);
});

it('puts what was meant in place of a mistake', () => {
  const field = { reason: 'unknown_field', params: { suggestion: 'brand' }, at: 2, length: 5 };
  expect(corrected('a bran:acme', field)).toBe('a brand:acme');
  expect(corrected('brand:akme x', { reason: 'unknown_brand', params: { suggestion: '"Acme Corp"' }, at: 0, length: 10 })).toBe('brand:"Acme Corp" x');
  expect(corrected('a state:x', { ...field, reason: 'field_elsewhere', params: {} })).toBeNull();
});

it('asks for months as a period', () => {
  const q = searchQuery(parseSearch(new URLSearchParams('q=x&month=2026-11,2026-02&lang=nl')));
  expect([q.from, q.to, q.lang]).toEqual(['2026-02-01', '2026-11-30', ['nl']]);
  expect(searchQuery(parseSearch(new URLSearchParams('q=x&month=soon'))).from).toBeUndefined();
});

it('marks by code points and never loses text', () => {
  expect(pieces('😀 zegt Acme', [[7, 11]]).map((x) => x.text).join('')).toBe('😀 zegt Acme');
  expect(pieces('😀 zegt Acme', [[7, 11]])[1]).toEqual({ text: 'Acme', marked: true });
  expect(pieces('abc', [[2, 9], [1, 1]])).toEqual([{ text: 'abc', marked: false }]);
});

it('offers names for the word being typed, and puts one in its place', () => {
  expect(lastWord('attribution pip')).toBe('pip');
  expect(lastWord('show:pip')).toBe('pip');
  expect([lastWord('pip '), lastWord('"pip'), lastWord('p')]).toEqual(['', '', '']);
  expect(complete('attribution pip', 'show', 'Pipeline Weekly')).toBe('attribution show:"Pipeline Weekly" ');
  expect(complete('(show:pip', 'brand', 'larkmeter')).toBe('(brand:larkmeter ');
  expect(quoted('a"b c')).toBe('"ab c"');
});

it('knows a name from a query', () => {
  expect(['Acme', '"Fenn & Loom"', 'a OR b', 'brand:x', '"open', ''].map(plain)).toEqual(['Acme', 'Fenn & Loom', '', '', '', '']);
});

it('may be asked by what it is narrowed to alone', () => {
  expect(isAsked(parseSearch(new URLSearchParams('source=x')))).toBe(true);
  expect(isAsked(parseSearch(new URLSearchParams('sort=oldest')))).toBe(false);
});
