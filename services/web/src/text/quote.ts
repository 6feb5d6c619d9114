/** A piece of text, marked or not. */
export interface Piece {
  text: string;
  marked: boolean;
}

/** marks splits a text at every occurrence of the name, as it was found. */
export function marks(text: string, surface: string): Piece[] {
  if (surface === '') return [{ text, marked: false }];
  const pieces: Piece[] = [];
  let from = 0;
  for (;;) {
    const at = text.indexOf(surface, from);
    if (at < 0) break;
    if (at > from) pieces.push({ text: text.slice(from, at), marked: false });
    pieces.push({ text: surface, marked: true });
    from = at + surface.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), marked: false });
  return pieces;
}

/** What of a hit says where it is. */
export interface Placed {
  quote: string;
  surface: string;
  start: number; // in code points, in its text
}

/** How many bytes of text a quote has before the name at most, as index/detect makes it. */
const quoteReach = 110;

/**
 * placeIn is where in its quote a hit is, or -1. Its words may occur there more than once. A quote from
 * the beginning of a text has them where the text has them; another begins so far before the hit as it may.
 */
export function placeIn({ quote, surface, start }: Placed): number {
  if (surface === '') return -1;
  const cut = quote.startsWith('… ');
  let best = -1;
  for (let at = quote.indexOf(surface); at >= 0; at = quote.indexOf(surface, at + surface.length)) {
    const before = quote.slice(cut ? 2 : 0, at);
    const far = cut ? new TextEncoder().encode(before).length > quoteReach : [...before].length > start;
    if (best >= 0 && far) break;
    best = at;
  }
  return best;
}

/**
 * excerpt is a quote with the hit marked in it, and no other place with the same words. It is shortened from
 * its beginning, so that the name is seen in a row of two lines: it cuts between words and keeps some of what
 * was said before.
 */
export function excerpt(hit: Placed, before = Infinity): Piece[] {
  const at = placeIn(hit);
  if (at < 0) return [{ text: hit.quote, marked: false }];
  const cut = at <= before ? -1 : hit.quote.lastIndexOf(' ', at - before / 2);
  const head = cut <= 0 ? hit.quote.slice(0, at) : '… ' + hit.quote.slice(cut + 1, at);
  const tail = hit.quote.slice(at + hit.surface.length);
  return [
    { text: head, marked: false },
    { text: hit.surface, marked: true },
    { text: tail, marked: false },
  ].filter((p) => p.text !== '');
}
