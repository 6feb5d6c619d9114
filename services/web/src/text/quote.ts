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

/**
 * around shortens a quote from its beginning, so that the name is seen in a row of two
 * lines. It cuts between words and keeps some of what was said before.
 */
export function around(quote: string, surface: string, before = 60): string {
  const at = quote.indexOf(surface);
  if (at <= before) return quote;
  const cut = quote.lastIndexOf(' ', at - before / 2);
  return cut <= 0 ? quote : '… ' + quote.slice(cut + 1);
}
