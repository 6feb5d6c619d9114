import type { Cue, Hit, Marked } from '../api/types';
import { pieces } from './markedPieces';

type Mark = [number, number];

/** cueMarks are the marks within each cue. They count code points of the cues joined by one character. */
export function cueMarks(cues: Cue[], marks: Mark[]): Map<Cue, Mark[]> {
  const found = new Map<Cue, Mark[]>();
  let begin = 0;
  let next = 0;
  for (const c of cues) {
    const length = [...c.text].length;
    const mine: Mark[] = [];
    for (let i = next; i < marks.length && marks[i]![0] < begin + length; i++) {
      const [from, to] = marks[i]!;
      if (to > begin) mine.push([Math.max(0, from - begin), Math.min(length, to - begin)]);
      if (to <= begin + length) next = i + 1;
    }
    if (mine.length > 0) found.set(c, mine);
    begin += length + 1;
  }
  return found;
}

/** hitsOf are the marks as hits, so that the player has a tick for each and goes from one to the next. */
export function hitsOf(marked: Map<Cue, Mark[]>): Hit[] {
  return [...marked].flatMap(([c, marks]) =>
    marks.map(([start, end]) => {
      const share = start / Math.max(1, [...c.text].length);
      return { ...noHit, start, end, second: c.untimed ? null : c.start + share * Math.max(0, c.end - c.start) };
    }),
  );
}

/** noHit is a place in the text that is no mention of a brand. */
export const noHit: Hit = { id: '', field: 'text', second: null, speaker: '', quote: '', surface: '', confidence: 1, confidenceClass: 'sure', reason: '', reasons: [], start: 0, end: 0, link: '' };

/** markedParagraphs cuts a text with marks at its line breaks. */
export function markedParagraphs(text: string, marks: Mark[]): Marked[][] {
  const paragraphs: Marked[][] = [[]];
  for (const p of pieces(text, marks)) {
    p.text.split(/\n+/).forEach((line, i) => {
      if (i > 0) paragraphs.push([]);
      if (line !== '') paragraphs.at(-1)!.push({ text: line, marked: p.marked });
    });
  }
  return paragraphs.filter((p) => p.some((x) => x.text.trim() !== ''));
}
