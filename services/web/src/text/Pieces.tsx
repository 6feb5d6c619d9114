import type { Marked } from '../api/types';

/** Pieces shows text from outside, as text, with the marked pieces marked. */
export function Pieces({ pieces }: { pieces: Marked[] }) {
  return pieces.map((x, i) => (x.marked ? <mark key={i}>{x.text}</mark> : x.text));
}
