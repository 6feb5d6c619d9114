/** Choice is one value of a filter. */
export interface Choice {
  value: string;
  label: string;
}

const few = 12; // are seen at a glance
const most = 50; // that are worth scrolling through

/** findable tells whether there are so many that one looks for them by a word. */
export const findable = (choices: Choice[]) => choices.length > few;

/** offered are the choices to show: of many, the chosen and those with most mentions come first. */
export function offered(choices: Choice[], typed: string, chosen: string[], counts: Record<string, number>): Choice[] {
  if (!findable(choices)) return choices;
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = (c: Choice) => (chosen.includes(c.value) ? Infinity : (counts[c.value] ?? 0));
  return choices
    .filter((c) => words.every((w) => c.label.toLowerCase().includes(w)))
    .sort((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a)))
    .slice(0, most);
}
