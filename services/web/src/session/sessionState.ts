/** Whether the server lets this browser in: it does, the session has expired, or the user signed out. */
export type State = 'in' | 'expired' | 'left';

/** SessionState changes to expired at the first answer with status 401, whatever was requested. */
export class SessionState {
  private state: State = 'in';
  private listeners = new Set<() => void>();

  get = () => this.state;

  set = (to: State) => {
    // Whoever signed out must not read that the session has expired.
    if (this.state === to || (to === 'expired' && this.state === 'left')) return;
    this.state = to;
    for (const l of this.listeners) l();
  };

  subscribe = (l: () => void) => {
    this.listeners.add(l);
    return () => {
      this.listeners.delete(l);
    };
  };
}

export const sessionState = new SessionState();
