/** How the browser stands to the server: let in, let out by an ended session, or gone by itself. */
export type Standing = 'in' | 'expired' | 'left';

/** Door is shut by the first answer that says "sign in", whoever asked. */
export class Door {
  private standing: Standing = 'in';
  private listeners = new Set<() => void>();

  get = () => this.standing;

  set = (to: Standing) => {
    // Who left must not be told of a session that ended.
    if (this.standing === to || (to === 'expired' && this.standing === 'left')) return;
    this.standing = to;
    for (const l of this.listeners) l();
  };

  subscribe = (l: () => void) => {
    this.listeners.add(l);
    return () => {
      this.listeners.delete(l);
    };
  };
}

export const door = new Door();
