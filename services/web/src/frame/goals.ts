import type { ComponentType } from 'react';

/** Goal is something that the palette leads to. */
export interface Goal {
  kind: 'pages' | 'brands' | 'sources' | 'search';
  name: string;
  to: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
}

const most = 6; // of each kind

/** fold makes letters comparable: Café is found by cafe. */
const fold = (s: string) => s.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** rank says how well a name matches: 0 if it begins so, 1 if a word of it does, 2 if the letters are anywhere in it. */
function rank(name: string, typed: string): number {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  const folded = fold(name);
  if (!words.every((w) => folded.includes(w))) return Infinity;
  if (folded.startsWith(words.join(' '))) return 0;
  return words.every((w) => folded.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(w))) ? 1 : 2;
}

/** matching returns the goals that hold what was typed, the best first; without a word, the pages. */
export function matching(all: Goal[], typed: string): Goal[] {
  if (typed.trim() === '') return all.filter((g) => g.kind === 'pages');
  const ranked = all.map((goal) => ({ goal, rank: rank(goal.name, typed) })).filter((x) => x.rank < Infinity);
  ranked.sort((a, b) => a.rank - b.rank); // stable: pages before brands before sources
  const shown: Record<string, number> = {};
  return ranked.map((x) => x.goal).filter((g) => (shown[g.kind] = (shown[g.kind] ?? 0) + 1) <= most);
}
