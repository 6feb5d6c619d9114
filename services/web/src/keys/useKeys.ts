import { useEffect, useRef } from 'react';
import { store, stored } from '../settings/stored';
import { Chords, rests, type Bindings } from './chord';

const key = 'namedrop-single-keys';

export const singleKeys = {
  on: () => stored(key) !== 'off',
  set: (on: boolean) => store(key, on ? 'on' : 'off'),
};

/**
 * All that listen now. One listener serves them, so that the second key of a pair (g s) is
 * never taken for a single one (s) by another.
 */
const layers = new Map<{ current: Bindings }, number>();
const chords = new Chords();

function press(event: KeyboardEvent) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || rests(event.target)) return;
  if (!singleKeys.on() && event.key.length === 1) return;
  const bindings: Bindings = Object.assign({}, ...[...layers].sort((a, b) => a[1] - b[1]).map(([layer]) => layer.current));
  const name = chords.name(event.key, event.timeStamp, bindings);
  if (name === undefined) return;
  // A button that has the focus keeps Enter and Space.
  if (event.key === 'Enter' && event.target instanceof Element && event.target.closest('a, button')) return;
  event.preventDefault();
  bindings[name]!(event);
}

const levels = { frame: 0, page: 1, bar: 2 };

/** useKeys listens while the component is there. What a page binds goes before what the frame does, and a bar that appears on it before both. */
export function useKeys(bindings: Bindings, of: keyof typeof levels = 'page') {
  const current = useRef(bindings);
  useEffect(() => {
    current.current = bindings;
  });
  useEffect(() => {
    if (layers.size === 0) window.addEventListener('keydown', press);
    layers.set(current, levels[of]);
    return () => {
      layers.delete(current);
      if (layers.size === 0) window.removeEventListener('keydown', press);
    };
  }, [of]);
}

/** useSaveKey is Ctrl-S or Cmd-S, in fields too: there it saves the form and not the page. */
export function useSaveKey(save: () => void) {
  const current = useRef(save);
  useEffect(() => {
    current.current = save;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      current.current();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
