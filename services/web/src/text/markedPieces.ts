import type { Marked } from '../api/types';

/** pieces cuts a text at its marks, which count code points. */
export function pieces(text: string, marks: (number[] | null)[]): Marked[] {
  const points = [...text];
  const found: Marked[] = [];
  let from = 0;
  for (const [start = 0, end = 0] of marks.map((mark) => mark ?? [])) {
    if (start < from || end > points.length || end <= start) continue;
    if (start > from) found.push({ text: points.slice(from, start).join(''), marked: false });
    found.push({ text: points.slice(start, end).join(''), marked: true });
    from = end;
  }
  if (from < points.length) found.push({ text: points.slice(from).join(''), marked: false });
  return found;
}
