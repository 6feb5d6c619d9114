import { useCallback, useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';
import type { Mention } from '../api/types';

/**
 * useHand is the row at hand, which the address names. Keys may come faster than the address and
 * the screen follow, so that it is kept beside them, and rows are looked up as they are now.
 */
export function useHand(latest: () => Mention[]) {
  const [params, setParams] = useSearchParams();
  const named = params.get('m') ?? '';
  const hand = useRef(named);
  useEffect(() => {
    // What is rendered may be a row or two behind the keys; the browser's address never is.
    hand.current = new URLSearchParams(window.location.search).get('m') ?? '';
  }, [named]);

  // Filters push history; the row at hand replaces it.
  const goTo = useCallback(
    (id: string) => {
      hand.current = id;
      const next = new URLSearchParams(window.location.search); // the newest: params may still be older
      if (id === '') next.delete('m');
      else next.set('m', id);
      setParams(next, { replace: true });
    },
    [setParams],
  );
  const held = useCallback(() => latest().find((x) => x.id === hand.current), [latest]);
  const move = useCallback(
    (by: number) => {
      const rows = latest();
      const from = rows.findIndex((x) => x.id === hand.current);
      const next = rows[from < 0 ? 0 : Math.min(Math.max(from + by, 0), rows.length - 1)];
      if (next) goTo(next.id);
      return next;
    },
    [latest, goTo],
  );
  /** passing does something that may take rows out of the list, and goes on to the next that is left: always, or only if the row at hand went. */
  const passing = useCallback(
    (act: () => void, always = true) => {
      const rows = latest();
      const from = rows.findIndex((x) => x.id === hand.current);
      act();
      if (from < 0) return;
      const left = new Set(latest().map((x) => x.id));
      if (!always && left.has(hand.current)) return;
      const below = rows.slice(from + 1).find((x) => left.has(x.id));
      const above = left.has(hand.current) ? rows[from] : rows.slice(0, from).findLast((x) => left.has(x.id));
      goTo((below ?? above)?.id ?? '');
    },
    [latest, goTo],
  );
  return { named, goTo, held, move, passing };
}
