/** videoOf returns the id of the YouTube video at an address, or an empty text. */
export function videoOf(address: string): string {
  try {
    const u = new URL(address);
    const id = u.hostname === 'youtu.be' ? u.pathname.slice(1) : /^(www\.|m\.)?youtube\.com$/.test(u.hostname) && u.pathname === '/watch' ? (u.searchParams.get('v') ?? '') : '';
    return /^[\w-]{11}$/.test(id) ? id : '';
  } catch {
    return '';
  }
}

export const filmOrigin = 'https://www.youtube-nocookie.com';

/** filmAddress returns the address at which a video plays in a page, from a second on, and takes messages from it. */
export const filmAddress = (id: string, second: number) =>
  `${filmOrigin}/embed/${id}?start=${Math.max(0, Math.floor(second))}&autoplay=1&rel=0&enablejsapi=1&origin=${encodeURIComponent(location.origin)}`;

/** The message that asks the player of a video to tell what it does. */
export const listening = JSON.stringify({ event: 'listening', id: 1, channel: 'widget' });

/** command returns a message that tells the player of a video to do something. */
export const command = (func: string, args: unknown[]) => JSON.stringify({ event: 'command', func, args, id: 1, channel: 'widget' });

interface FilmNews {
  at?: number;
  measured?: number;
  playing?: boolean;
  speed?: number;
}

/** filmNews reads what the player of a video tells: null if the message is none of its own. */
export function filmNews(data: unknown): FilmNews | null {
  if (typeof data !== 'string' || data.length > 100_000) return null;
  let info: unknown;
  try {
    const message: unknown = JSON.parse(data);
    if (typeof message !== 'object' || message === null || !('event' in message)) return null;
    info = 'info' in message ? message.info : {};
  } catch {
    return null;
  }
  const said = (typeof info === 'object' && info !== null ? info : {}) as Record<string, unknown>;
  const number = (x: unknown) => (typeof x === 'number' && Number.isFinite(x) && x >= 0 ? x : undefined);
  const news: FilmNews = {};
  const [at, measured, speed] = [number(said.currentTime), number(said.duration), number(said.playbackRate)];
  if (at !== undefined) news.at = at;
  if (measured) news.measured = measured;
  if (speed) news.speed = speed;
  if (typeof said.playerState === 'number') news.playing = said.playerState === 1 || said.playerState === 3; // 3: waits for data
  return news;
}
