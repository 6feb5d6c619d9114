/** keyOf is the key in the fragment of a link of `namedrop open`; null where there is none. */
export function keyOf(hash: string): string | null {
  if (!hash.startsWith('#key=')) return null;
  try {
    return decodeURIComponent(hash.slice('#key='.length));
  } catch {
    return ''; // no key looks like that: the server will say so
  }
}

/**
 * KeyLink takes the key out of the address the moment a link brings it, so that it stays in
 * no bookmark and in nothing that is copied, and keeps it until it is traded for a session.
 */
export class KeyLink {
  private key: string | null = null;
  private refused = false;
  private listeners = new Set<() => void>();

  notice = (location: Location = window.location, history: History = window.history) => {
    const key = keyOf(location.hash);
    if (key === null) return;
    history.replaceState(history.state, '', location.pathname + location.search);
    this.key = key;
    this.tell();
  };

  waiting = () => this.key !== null;
  wasRefused = () => this.refused;

  take = () => {
    const key = this.key;
    this.key = null;
    return key;
  };

  setRefused = (refused: boolean) => {
    this.refused = refused;
    this.tell();
  };

  subscribe = (l: () => void) => {
    this.listeners.add(l);
    return () => {
      this.listeners.delete(l);
    };
  };

  private tell() {
    for (const l of this.listeners) l();
  }
}

export const keyLink = new KeyLink();
