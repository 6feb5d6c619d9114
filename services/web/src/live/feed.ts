/** What comes in over the live feed of the server. */
export interface LiveState {
  connected: boolean;
  fresh: number; // mentions found since the page was last loaded
}

type Listener = () => void;

/**
 * LiveFeed holds one connection for the whole desk. Nothing is replayed by the server,
 * so after a break everything is asked anew, which is what onReconnect is for.
 */
export class LiveFeed {
  private state: LiveState = { connected: false, fresh: 0 };
  private listeners = new Set<Listener>();
  private source: EventSource | null = null;
  private wasConnected = false;

  onReconnect: Listener = () => {};
  onMention: Listener = () => {};

  start(url: string) {
    if (this.source) return;
    const source = new EventSource(url);
    this.source = source;
    source.onopen = () => {
      this.set({ connected: true });
      if (this.wasConnected) this.onReconnect();
      this.wasConnected = true;
    };
    source.onerror = () => this.set({ connected: false });
    source.addEventListener('mention.found', () => this.found());
    for (const name of ['mention.amended', 'mention.removed', 'mention.dismissed']) {
      source.addEventListener(name, () => this.onMention());
    }
  }

  stop() {
    this.source?.close();
    this.source = null;
    this.wasConnected = false;
  }

  found() {
    this.set({ fresh: this.state.fresh + 1 });
  }

  seen() {
    this.set({ fresh: 0 });
  }

  get = () => this.state;

  subscribe = (l: Listener) => {
    this.listeners.add(l);
    return () => {
      this.listeners.delete(l);
    };
  };

  private set(change: Partial<LiveState>) {
    this.state = { ...this.state, ...change };
    for (const l of this.listeners) l();
  }
}

export const liveFeed = new LiveFeed();
