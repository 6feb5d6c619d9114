import type { Source } from '../api/types';

/** troubled are those that somebody should look at; a paused one was meant so. */
export const troubled = (s: Source) => !s.paused && s.health !== 'healthy' && s.health !== 'waiting';

/** narrow keeps the sources that match, those in trouble first, then by name. */
export function narrow(sources: Source[], q: string, state: 'all' | 'trouble'): Source[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return sources
    .filter((s) => (state === 'all' || troubled(s)) && words.every((w) => `${s.name} ${s.url}`.toLowerCase().includes(w)))
    .sort((a, b) => Number(troubled(b)) - Number(troubled(a)) || a.name.localeCompare(b.name));
}
