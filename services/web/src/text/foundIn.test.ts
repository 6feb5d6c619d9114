import { expect, it } from 'vitest';
import type { Cue } from '../api/types';
import { cueMarks, hitsOf, markedParagraphs } from './foundIn';

const cues: Cue[] = [
  { start: 10, end: 20, text: 'één larkmeter' },
  { start: 20, end: 30, text: 'dark' },
  { start: 30, end: 40, text: 'social larkmeter' },
];

it('puts marks into the cues where they are', () => {
  // "dark social" goes from one cue into the next.
  const marked = cueMarks(cues, [[4, 13], [14, 25], [26, 35]]);
  expect([...marked.values()]).toEqual([[[4, 13]], [[0, 4]], [[0, 6], [7, 16]]]);
  expect(hitsOf(marked).map((h) => Math.round(h.second!))).toEqual([13, 20, 30, 34]);
  expect(hitsOf(cueMarks([{ ...cues[0]!, untimed: true }], [[0, 3]]))[0]!.second).toBeNull();
});

it('cuts a text with marks into paragraphs', () => {
  const text = 'We moved\nto Larkmeter.\n\nLarkmeter is fine.';
  expect(markedParagraphs(text, [[12, 21], [24, 33]]).map((p) => p.map((x) => (x.marked ? `[${x.text}]` : x.text)).join(''))).toEqual([
    'We moved', 'to [Larkmeter].', '[Larkmeter] is fine.',
  ]);
});
