import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { command, filmAddress, filmNews, filmOrigin, listening } from './film';
import type { PlayerState } from './usePlayer';

/** A video of YouTube that is played in the page. */
export interface FilmState extends PlayerState {
  address: string; // what the frame shows; empty before somebody pressed play
  frame: RefObject<HTMLIFrameElement | null>;
}

const speeds = [0.75, 1, 1.25, 1.5, 1.75, 2];
const greetings = 20; // half a second apart, until the video's player answers

/**
 * useFilm loads nothing from YouTube before somebody presses play, since YouTube sees who does. It talks to the
 * player in the frame by messages, without a script of YouTube's; one that doesn't answer is loaded again where a
 * second is sought.
 */
export function useFilm(video: string, known: number, start: number): FilmState {
  const frame = useRef<HTMLIFrameElement | null>(null);
  const [from, setFrom] = useState<{ video: string; second: number; time: number } | null>(null); // time of loading: the same second can be sought twice
  const [state, setState] = useState({ at: 0, measured: 0, playing: false, speed: 1, fresh: true });
  const loaded = from?.video === video ? from : null;
  const now = useRef({ loaded, at: start, fresh: true, speed: 1, playing: false, answered: false });
  useEffect(() => {
    now.current = { ...now.current, ...state, loaded, at: state.fresh ? start : state.at };
  });

  useEffect(() => {
    if (!loaded) return;
    now.current.answered = false;
    let left = greetings;
    const say = () => frame.current?.contentWindow?.postMessage(listening, filmOrigin);
    const timer = setInterval(() => (now.current.answered || left-- <= 0 ? clearInterval(timer) : say()), 500);
    const hear = (e: MessageEvent) => {
      if (e.origin !== filmOrigin || e.source !== frame.current?.contentWindow) return;
      const news = filmNews(e.data);
      if (!news) return;
      now.current.answered = true;
      setState((s) => ({ ...s, ...news, fresh: false }));
    };
    window.addEventListener('message', hear);
    return () => {
      clearInterval(timer);
      window.removeEventListener('message', hear);
    };
  }, [loaded]);

  const acts = useMemo(() => {
    const tell = (func: string, ...args: unknown[]) => frame.current?.contentWindow?.postMessage(command(func, args), filmOrigin);
    const load = (second: number) => setFrom({ video, second, time: Date.now() });
    const seek = (second: number) => {
      const to = Math.max(0, second);
      setState((s) => ({ ...s, at: to, fresh: false }));
      if (!now.current.loaded) return;
      if (now.current.answered) tell('seekTo', to, true);
      else load(to);
    };
    return {
      seek,
      toggle: () => {
        if (!now.current.loaded) load(now.current.at);
        else tell(now.current.playing ? 'pauseVideo' : 'playVideo');
      },
      skip: (by: number) => seek(now.current.at + by),
      faster: (by: number) => {
        const i = speeds.indexOf(now.current.speed);
        tell('setPlaybackRate', speeds[Math.min(speeds.length - 1, Math.max(0, (i < 0 ? 1 : i) + by))]);
      },
    };
  }, [video]);

  return {
    ...state,
    at: state.fresh ? start : state.at,
    duration: state.measured || known,
    failed: false,
    address: loaded ? filmAddress(video, loaded.second) : '',
    frame,
    ...acts,
  };
}
