import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

const height = 0.35; // of the pane, where the current cue is kept
const scrollKeys = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', ' '];

/**
 * useFollow keeps the cue that is spoken in sight while the sound runs, until a hand takes
 * over: wheel, touch, a selection or a scroll key. Only follow() takes hold again.
 */
export function useFollow(list: RefObject<HTMLElement | null>, playing: boolean, spoken: number | undefined) {
  const [following, setFollowing] = useState(true);
  const own = useRef(false); // the selection of text that started here

  const show = useCallback(
    (second: number | undefined, gently: boolean) => {
      if (second === undefined) return;
      const cue = list.current?.querySelector<HTMLElement>(`[data-start="${second}"]`);
      const pane = paneOf(cue);
      if (!cue || !pane) return;
      const top = cue.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
      const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
      // A head that stays covers the top of the pane.
      const head = pane.querySelector<HTMLElement>('[data-stays]')?.offsetHeight ?? 0;
      pane.scrollTo({ top: top - head - (pane.clientHeight - head) * height, behavior: gently && !still ? 'smooth' : 'auto' });
    },
    [list],
  );

  useEffect(() => {
    if (following && playing) show(spoken, true);
  }, [spoken, following, playing, show]);

  useEffect(() => {
    const pane = paneOf(list.current);
    if (!pane || !playing) return;
    const letGo = () => setFollowing(false);
    const key = (e: KeyboardEvent) => scrollKeys.includes(e.key) && !(e.target as Element).closest('button, input, [role="slider"]') && letGo();
    const down = (e: MouseEvent) => (own.current = list.current?.contains(e.target as Node) ?? false);
    const selected = () => own.current && !document.getSelection()?.isCollapsed && letGo();
    pane.addEventListener('wheel', letGo, { passive: true });
    pane.addEventListener('touchmove', letGo, { passive: true });
    pane.addEventListener('mousedown', down);
    window.addEventListener('keydown', key);
    document.addEventListener('selectionchange', selected);
    return () => {
      pane.removeEventListener('wheel', letGo);
      pane.removeEventListener('touchmove', letGo);
      pane.removeEventListener('mousedown', down);
      window.removeEventListener('keydown', key);
      document.removeEventListener('selectionchange', selected);
    };
  }, [list, playing]);

  return { following, show, follow: () => setFollowing(true) };
}

const paneOf = (e: HTMLElement | null | undefined) => e?.closest<HTMLElement>('[data-scrolls]');
