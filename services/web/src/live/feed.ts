/** What came in over the live feed of the server and isn't shown yet. */
interface LiveState {
  connected: boolean;
  fresh: number; // mentions found since the list was last loaded
  missed: boolean; // the line was down for a while: nobody knows what came
  lost: Date | null; // since when the line is down
}

type Listener = () => void;

/**
 * LiveFeed holds one connection for the whole desk. Nothing is replayed by the server,
 * so after a break there may be more than was counted.
 */
export class LiveFeed {
  private state: LiveState = { connected: false, fresh: 0, missed: false, lost: null };
  private listeners = new Set<Listener>();
  private source: EventSource | null = null;
  private wasConnected = false;

  onReconnect: Listener = () => {};
  onRefused: Listener = () => {};
  onFound: Listener = () => {};
  onChanged: (mention: string) => void = () => {};
  onReport: Listener = () => {};

  start(url: string) {
    if (this.source) return;
    const source = new EventSource(url);
    this.source = source;
    source.onopen = () => {
      this.set({ connected: true, lost: null, missed: this.state.missed || this.wasConnected });
      if (this.wasConnected) this.onReconnect();
      this.wasConnected = true;
    };
    source.onerror = () => {
      this.set({ connected: false, lost: this.state.lost ?? new Date() });
      // The browser tries again by itself, unless the server said no.
      if (source.readyState === EventSource.CLOSED) this.onRefused();
    };
    source.addEventListener('mention.found', () => {
      this.set({ fresh: this.state.fresh + 1 });
      this.onFound();
    });
    for (const name of ['mention.amended', 'mention.removed', 'mention.dismissed']) {
      source.addEventListener(name, (e) => this.onChanged(mentionOf(e.data)));
    }
    for (const name of ['report.ready', 'report.revised']) source.addEventListener(name, () => this.onReport());
  }

  stop() {
    this.source?.close();
    this.source = null;
    this.wasConnected = false;
    this.set({ connected: false, lost: null });
  }

  seen() {
    this.set({ fresh: 0, missed: false });
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

/** mentionOf is the id in a mention event, or nothing where it can't be read. */
export function mentionOf(event: unknown): string {
  try {
    const id: unknown = (JSON.parse(String(event)) as { data?: { mention?: unknown } }).data?.mention;
    return typeof id === 'string' ? id : '';
  } catch {
    return '';
  }
}

export const liveFeed = new LiveFeed();
