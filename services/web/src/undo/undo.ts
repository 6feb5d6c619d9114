/** One thing that was done and how to take it back. */
export interface Done {
  label: string;
  undo: () => Promise<unknown>;
}

const deep = 50;

/** UndoStack keeps the last fifty things done, and tells its listeners of the newest. */
export class UndoStack {
  private done: Done[] = [];
  private listeners = new Set<() => void>();
  private shown: Done | null = null;

  push(d: Done) {
    this.done = [...this.done, d].slice(-deep);
    this.show(d);
  }

  /** pop takes the newest back; undefined when there is nothing left. */
  pop(): Done | undefined {
    const last = this.done.at(-1);
    this.done = this.done.slice(0, -1);
    this.show(null);
    return last;
  }

  show(d: Done | null) {
    this.shown = d;
    for (const l of this.listeners) l();
  }

  newest = () => this.shown;

  subscribe = (l: () => void) => {
    this.listeners.add(l);
    return () => {
      this.listeners.delete(l);
    };
  };
}

export const undoStack = new UndoStack();
