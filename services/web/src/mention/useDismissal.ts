import { useCallback, useMemo, useRef, useState } from 'react';
import { dismissReasons } from '../inbox/useActs';
import { useKeys } from '../keys/useKeys';

/** The menu of reasons as keys open it. */
export interface Dismissal {
  opened: boolean;
  open: () => void;
  close: () => void;
}

interface Options {
  can: () => boolean; // whether there is something to dismiss
  dismiss: (reason: string) => void;
}

/**
 * useDismissal is the keys of a dismissal: d, then 1 to 5. They belong to the page and not to the
 * menu: however fast they come, the second key counts before the menu is on the screen, and the next d
 * while the next row is still being shown.
 */
export function useDismissal({ can, dismiss }: Options): Dismissal & { isOpen: () => boolean } {
  const [opened, setOpened] = useState(false);
  const asked = useRef(false);
  const set = useCallback((to: boolean) => {
    asked.current = to;
    setOpened(to);
  }, []);
  const choose = (reason: string) => () => {
    if (!asked.current) return;
    set(false);
    dismiss(reason);
  };
  useKeys({ d: () => can() && set(true), ...Object.fromEntries(dismissReasons.map((r, i) => [String(i + 1), choose(r)])) });
  return useMemo(() => ({ opened, open: () => set(true), close: () => set(false), isOpen: () => asked.current }), [opened, set]);
}
