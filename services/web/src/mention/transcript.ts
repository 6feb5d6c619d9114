import type { Cue, Hit } from '../api/types';

/** Turn is what one speaker says in one go, made of cues. */
export interface Turn {
  speaker: string;
  start: number | null; // null where the second is not known
  cues: Cue[];
}

/** turns joins the cues of a speaker, at most half a minute of them, so that it reads as prose. */
export function turns(cues: Cue[]): Turn[] {
  const found: Turn[] = [];
  for (const c of cues) {
    const last = found.at(-1);
    const start = c.untimed ? null : c.start;
    const near = last && (last.start === null ? start === null : start !== null && start - last.start < 30);
    if (near && last.speaker === (c.speaker ?? '')) last.cues.push(c);
    else found.push({ speaker: c.speaker ?? '', start, cues: [c] });
  }
  return found;
}

/** cueAt is the index of the cue that is spoken at a second, or of the last one before it. */
export function cueAt(cues: Cue[], second: number): number {
  let low = 0;
  let high = cues.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cues[middle]!.start <= second) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** near are the cues within some seconds of a name-drop. */
export function near(cues: Cue[], second: number, reach: number): Cue[] {
  return cues.filter((c) => c.end >= second - reach && c.start <= second + reach);
}

/** surfacesIn are the names that stand in a cue, the longest first, as the hits found them. */
export function surfacesIn(cue: Cue, hits: Hit[]): string[] {
  const found = new Set<string>();
  for (const h of hits) {
    if (h.field === 'text' && h.surface !== '' && cue.text.includes(h.surface)) found.add(h.surface);
  }
  return [...found].sort((a, b) => b.length - a.length);
}

/** paragraphs cuts written text where it has empty lines. */
export function paragraphs(text: string): string[] {
  return text.split(/\n{2,}|\n/).map((p) => p.trim()).filter((p) => p !== '');
}
