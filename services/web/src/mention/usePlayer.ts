import { useEffect, useMemo, useRef, useState } from 'react';

const speeds = [0.75, 1, 1.25, 1.5, 1.75, 2];

/** What the player shows and can do. The sound comes through our own server. */
export interface PlayerState {
  at: number;
  duration: number;
  measured: number; // the length of the file that is played, 0 before it is known
  playing: boolean;
  speed: number;
  failed: boolean;
  fresh: boolean; // nothing was played or sought yet
  toggle: () => void;
  seek: (second: number) => void;
  skip: (by: number) => void;
  faster: (by: number) => void;
}

/**
 * usePlayer loads nothing before somebody presses play or seeks; it begins at start. All its times are those of the
 * transcript; the recording is ahead of it by shift.
 */
export function usePlayer(src: string, known: number, start: number, shift = 0): PlayerState {
  const audio = useRef<HTMLAudioElement | null>(null);
  const [state, setState] = useState({ at: 0, measured: 0, playing: false, speed: 1, failed: false, fresh: true });

  useEffect(() => {
    if (src === '') return;
    const a = new Audio();
    a.preload = 'none';
    a.src = src;
    audio.current = a;
    const set = (change: Partial<typeof state>) => setState((s) => ({ ...s, ...change }));
    a.ontimeupdate = () => set({ at: a.currentTime });
    a.onseeking = () => set({ at: a.currentTime });
    a.onplay = () => set({ playing: true, fresh: false, failed: false });
    a.onpause = () => set({ playing: false });
    a.onratechange = () => set({ speed: a.playbackRate });
    a.ondurationchange = () => Number.isFinite(a.duration) && set({ measured: a.duration });
    a.onerror = () => set({ failed: true, playing: false });
    return () => {
      a.pause();
      a.removeAttribute('src');
      a.load();
      audio.current = null;
    };
  }, [src]);

  const begin = useRef(start);
  const moved = useRef(shift);
  useEffect(() => {
    begin.current = start;
    moved.current = shift;
  });
  const acts = useMemo(() => {
    const seek = (second: number) => {
      const a = audio.current;
      if (!a) return;
      const to = Math.max(0, second + moved.current);
      setState((s) => ({ ...s, at: to, fresh: false }));
      if (a.readyState >= 1) a.currentTime = to;
      else {
        a.addEventListener('loadedmetadata', () => (a.currentTime = to), { once: true });
        a.preload = 'metadata';
        a.load();
      }
    };
    return {
      seek,
      toggle: () => {
        const a = audio.current;
        if (!a) return;
        if (a.paused && a.readyState === 0 && a.preload === 'none' && begin.current > 0) seek(begin.current);
        if (a.paused) a.play().catch(() => setState((s) => ({ ...s, failed: true })));
        else a.pause();
      },
      skip: (by: number) => audio.current && seek((audio.current.readyState === 0 ? begin.current : audio.current.currentTime - moved.current) + by),
      faster: (by: number) => {
        const a = audio.current;
        if (!a) return;
        const now = speeds.indexOf(a.playbackRate);
        a.playbackRate = speeds[Math.min(speeds.length - 1, Math.max(0, (now < 0 ? 1 : now) + by))]!;
      },
    };
  }, []);

  return { ...state, at: state.fresh ? start : state.at - shift, duration: state.measured || known, ...acts };
}
