import { expect, it } from 'vitest';
import { Chords } from './chord';

const none = () => {};
const bindings = { j: none, 'g i': none, 'd 1': none, d: none };

it('knows single keys', () => {
  expect(new Chords().name('j', 0, bindings)).toBe('j');
  expect(new Chords().name('x', 0, bindings)).toBeUndefined();
});

it('knows two keys within a second', () => {
  const c = new Chords();
  expect(c.name('g', 0, bindings)).toBeUndefined();
  expect(c.name('i', 900, bindings)).toBe('g i');
});

it('forgets the first key', () => {
  const c = new Chords();
  c.name('g', 0, bindings);
  expect(c.name('i', 1100, bindings)).toBeUndefined();
  c.name('g', 2000, bindings);
  expect(c.name('j', 2100, bindings)).toBe('j');
  expect(c.name('i', 2200, bindings)).toBeUndefined();
});
