import type { Messages } from '../i18n/en';

type Counts = Record<string, number>;

/** unchangedIn reports whether an import changed nothing, as when a file is imported twice. */
export const unchangedIn = (c: Counts) => !c.added && !c.changed && !c.removed;

/** changesIn says what an import changed: 3 added, 1 changed. */
export const changesIn = (c: Counts, m: Messages) =>
  Object.entries(m.imports.changes).flatMap(([what, say]) => (c[what] ? [say(c[what])] : [])).join(', ') + '.';
