import { useEffect, useRef } from 'react';
import { Chords, rests, type Bindings } from './chord';

const key = 'namedrop-single-keys';

export const singleKeys = {
  on: () => localStorage.getItem(key) !== 'off',
  set: (on: boolean) => localStorage.setItem(key, on ? 'on' : 'off'),
};

/** useKeys listens while the component is there. With several at once each looks for its own. */
export function useKeys(bindings: Bindings, enabled = true) {
  const current = useRef(bindings);
  useEffect(() => {
    current.current = bindings;
  });
  useEffect(() => {
    if (!enabled) return;
    const chords = new Chords();
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || rests(event.target)) return;
      if (!singleKeys.on() && event.key.length === 1) return;
      const name = chords.name(event.key, event.timeStamp, current.current);
      if (name === undefined) return;
      // A button that has the focus keeps Enter and Space.
      if (event.key === 'Enter' && event.target instanceof Element && event.target.closest('a, button')) return;
      event.preventDefault();
      current.current[name]!(event);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [enabled]);
}
