/** One thing that was done and how to take it back. */
export interface Done {
  label: string;
  undo: () => Promise<unknown>;
}

/** A notice at the bottom of the page: something that was done and can be undone, or only a message. */
interface Notice {
  label: string;
  done?: Done;
  failed?: boolean;
}

const deep = 50;

/** UndoStack keeps the last fifty things done, and tells its listeners what to say. */
export class UndoStack {
  private done: Done[] = [];
  private listeners = new Set<() => void>();
  private shown: Notice | null = null;

  push(d: Done) {
    this.done = [...this.done, d].slice(-deep);
    this.show({ label: d.label, done: d });
  }

  /** drop forgets what was not done after all. */
  drop(d: Done) {
    this.done = this.done.filter((x) => x !== d);
    if (this.shown?.done === d) this.show(null);
  }

  /** pop takes the newest back; undefined when there is nothing left. */
  pop(): Done | undefined {
    const last = this.done.at(-1);
    this.done = this.done.slice(0, -1);
    return last;
  }

  /** say shows a word that nothing can be undone of. */
  say(label: string) {
    this.show({ label });
  }

  fail(label: string) {
    this.show({ label, failed: true });
  }

  show(n: Notice | null) {
    this.shown = n;
    for (const l of this.listeners) l();
  }

  current = () => this.shown;

  subscribe = (l: () => void) => {
    this.listeners.add(l);
    return () => {
      this.listeners.delete(l);
    };
  };
}

export const undoStack = new UndoStack();
