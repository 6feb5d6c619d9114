import type { Part } from '../api/types';

const close = 5; // seconds that two files of one recording may differ in length

/**
 * apart is by how many seconds the file that is played is longer or shorter than the one whose speech was recognised. It is
 * 0 where they are about the same, or where one of the lengths isn't known.
 */
export function apart(parts: Part[], measured: number): number {
  const recognised = parts.find((p) => p.part === 'speech' && p.state === 'read')?.seconds ?? 0;
  if (recognised === 0 || measured === 0) return 0;
  const by = Math.abs(measured - recognised);
  return by > close ? Math.round(by) : 0;
}

/** shiftFor is the shift with which a hit is where the recording is now; at is where it is now, with the present shift. */
export const shiftFor = (at: number, present: number, second: number): number => Math.round((at + present - second) * 10) / 10;
