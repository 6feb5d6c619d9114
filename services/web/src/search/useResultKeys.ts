import { useKeys } from '../keys/useKeys';

/** useResultKeys walks through the results: j and k put the focus on the next title, Enter opens it. */
export function useResultKeys() {
  const move = (by: number) => {
    const titles = [...document.querySelectorAll<HTMLElement>('[data-result]')];
    const at = titles.findIndex((t) => t === document.activeElement);
    titles[Math.min(Math.max(at + by, 0), titles.length - 1)]?.focus();
  };
  useKeys({ j: () => move(1), k: () => move(-1) });
}
