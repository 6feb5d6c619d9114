const reach = 1000; // characters on either side that are looked at
const most = 400; // characters that are worth quoting
const few = 40; // characters that say little by themselves

// What is written with a full stop inside a sentence.
const abbreviated = /(?:^|\s)(?:mr|mrs|ms|dr|st|vs|no|inc|ltd|co|corp|e\.g|i\.e|approx|bijv|bv|dhr|mevr|nr|ca|z\.g|o\.a)\.\s*$/i;

/** A stretch of a text, from one place to before another. */
export interface Stretch {
  from: number;
  to: number;
}

/** sentencesAround returns the whole sentences around a place in a text, no further than within, and not much of them where they have no end. */
export function sentencesAround(text: string, place: Stretch, language: string, within: Stretch = { from: 0, to: text.length }): string {
  const from = Math.max(within.from, place.from - reach);
  const to = Math.min(within.to, place.to + reach);
  const pieces = [...segmenter(language).segment(text.slice(from, to))].map((s) => ({ from: from + s.index, to: from + s.index + s.segment.length, text: s.segment }));
  let first = pieces.findIndex((p) => p.to > place.from);
  let last = pieces.findLastIndex((p) => p.from < place.to);
  if (first < 0 || last < first) return text.slice(place.from, place.to);
  while (first > 0 && abbreviated.test(pieces[first - 1]!.text)) first--;
  while (last + 1 < pieces.length && abbreviated.test(pieces[last]!.text)) last++;
  if (first > 0 && pieces[last]!.to - pieces[first]!.from < few) first--;
  return cut(text, { from: pieces[first]!.from, to: pieces[last]!.to }, place, { from: first === 0 && from > within.from, to: last === pieces.length - 1 && to < within.to });
}

/** cut returns a stretch of a text between words, with a sign where it had to begin or end within a sentence. */
function cut(text: string, s: Stretch, place: Stretch, open: { from: boolean; to: boolean }): string {
  let { from, to } = s;
  let { from: before, to: after } = open;
  if (to - from > most) {
    const half = Math.max(0, (most - (place.to - place.from)) / 2);
    if (place.from - from > half) [from, before] = [place.from - half, true];
    if (to - place.to > half) [to, after] = [place.to + half, true];
  }
  if (before) from = wordStart(text, from, place.from);
  if (after) to = wordEnd(text, to, place.to);
  const words = text.slice(from, to).replace(/\s+/g, ' ').trim();
  return `${before ? '… ' : ''}${words}${after ? ' …' : ''}`;
}

function wordStart(text: string, at: number, before: number): number {
  const space = text.slice(Math.floor(at), before).search(/\s/);
  return space < 0 ? before : Math.floor(at) + space + 1;
}

function wordEnd(text: string, at: number, after: number): number {
  const tail = text.slice(after, Math.floor(at));
  const space = tail.search(/\s\S*$/);
  return space < 0 ? after : after + space;
}

function segmenter(language: string): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language || 'en', { granularity: 'sentence' });
  } catch {
    return new Intl.Segmenter('en', { granularity: 'sentence' }); // a language that isn't one
  }
}
