import { expect, it } from 'vitest';
import { offered } from './choices';

const many = Array.from({ length: 1000 }, (_, i) => ({ value: `s${i}`, label: `Show ${i}` }));
const values = (typed: string) => offered(many, typed, ['s7', 's8'], { s900: 2, s901: 5, s8: 1 }).map((c) => c.value);

it('offers a few as they are', () => {
  expect(offered(many.slice(0, 3), 'nothing', ['s2'], { s1: 4 })).toEqual(many.slice(0, 3));
});

it('puts the chosen and the largest of many first, and shows no more than can be looked through', () => {
  expect(values('').slice(0, 5)).toEqual(['s7', 's8', 's901', 's900', 's0']);
  expect(values('')).toHaveLength(50);
});

it('finds the others by a word', () => {
  expect(values('998 SHOW')).toEqual(['s998']);
});
