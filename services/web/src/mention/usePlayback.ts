import type { Doc } from '../api/types';
import { videoOf } from './film';
import { useFilm, type FilmState } from './useFilm';
import { usePlayer, type PlayerState } from './usePlayer';

export interface Playback {
  player: PlayerState; // of what can be played
  film: FilmState | null; // where that is a video
}

/** usePlayback plays a document's recording, or else its video, from a second on. */
export function usePlayback(doc: Doc | undefined, start: number): Playback {
  const sound = usePlayer(doc?.hasAudio ? `/api/v1/documents/${doc.id}/audio` : '', doc?.duration ?? 0, start, doc?.shift);
  const video = doc && !doc.hasAudio ? videoOf(doc.url) : '';
  const film = useFilm(video, doc?.duration ?? 0, start);
  return video === '' ? { player: sound, film: null } : { player: film, film };
}
