import type { Messages } from '../i18n/en';

type Counts = Record<string, number>;

/** unchangedIn reports whether an import changed nothing, as when a file is imported twice. */
export const unchangedIn = (c: Counts) => !c.added && !c.changed && !c.removed;

/** changesIn says what an import changed. */
export const changesIn = (c: Counts, m: Messages) =>
  `${m.imports.changes(c.added ?? 0, c.changed ?? 0, c.removed ?? 0)}, ${m.imports.unchanged(c.unchanged ?? 0)}.`;
