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

/** filmAddress returns the address at which a video plays in a page, from a second on. */
export const filmAddress = (id: string, second: number) =>
  `https://www.youtube-nocookie.com/embed/${id}?start=${Math.max(0, Math.floor(second))}&autoplay=1&rel=0`;
