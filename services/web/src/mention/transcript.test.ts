import { expect, it } from 'vitest';
import type { Cue, Hit } from '../api/types';
import { cueAt, near, paragraphs, surfacesIn, turns } from './transcript';

const cues: Cue[] = [
  { start: 0, end: 4, speaker: 'Ann', text: 'Hello there' },
  { start: 4, end: 9, speaker: 'Ann', text: 'we moved to Acme' },
  { start: 10, end: 15, speaker: 'Bob', text: 'and stayed' },
  { start: 90, end: 95, speaker: 'Bob', text: 'much later' },
];

it('joins what one speaker says, but not for ever', () => {
  expect(turns(cues).map((t) => [t.speaker, t.cues.length])).toEqual([['Ann', 2], ['Bob', 1], ['Bob', 1]]);
});

it('finds the cue of a second', () => {
  expect([-1, 0, 3.9, 4, 9.5, 50, 999].map((s) => cueAt(cues, s))).toEqual([-1, 0, 0, 1, 1, 2, 3]);
  expect(cueAt([], 3)).toBe(-1);
});

it('takes what is near', () => {
  expect(near(cues, 6, 5).length).toBe(3);
  expect(near(cues, 92, 5).length).toBe(1);
});

it('knows which names stand in a cue', () => {
  const hit = (surface: string, field = 'text') => ({ surface, field }) as Hit;
  expect(surfacesIn(cues[1]!, [hit('Acme'), hit('Acme'), hit('moved', 'title'), hit('Beacon')])).toEqual(['Acme']);
});

it('cuts paragraphs', () => {
  expect(paragraphs('a\n\nb\nc\n')).toEqual(['a', 'b', 'c']);
});
