import { useCallback, useMemo, useRef, useState } from 'react';
import type { Mention } from '../api/types';

const none: ReadonlySet<string> = new Set();

/** useTicks are the rows that are chosen together: one by one, or a range from the row that was ticked last. */
export function useTicks(latest: () => Mention[]) {
  const [ticked, show] = useState(none);
  const now = useRef(none); // keys may come faster than the screen follows
  const anchor = useRef('');
  const base = useRef(none); // what was ticked before the range was begun

  const set = useCallback((to: ReadonlySet<string>) => {
    now.current = to;
    show(to);
  }, []);
  const clear = useCallback(() => {
    anchor.current = '';
    set(none);
  }, [set]);
  const tick = useCallback(
    (id: string) => {
      const next = new Set(now.current);
      if (!next.delete(id)) next.add(id);
      anchor.current = id;
      base.current = next;
      set(next);
    },
    [set],
  );
  /**
   * reach ticks all from the row that was ticked last, or else from start, to a row. As that range becomes
   * shorter, it is let go of.
   */
  const reach = useCallback(
    (id: string, start: string) => {
      if (!now.current.has(anchor.current)) {
        anchor.current = start;
        base.current = now.current;
      }
      const rows = latest();
      const [from, to] = [rows.findIndex((x) => x.id === anchor.current), rows.findIndex((x) => x.id === id)];
      if (from < 0 || to < 0) return;
      set(new Set([...base.current, ...rows.slice(Math.min(from, to), Math.max(from, to) + 1).map((x) => x.id)]));
    },
    [latest, set],
  );
  const chosen = useCallback(() => latest().filter((x) => now.current.has(x.id)), [latest]);
  return useMemo(() => ({ ticked, tick, reach, clear, chosen }), [ticked, tick, reach, clear, chosen]);
}
