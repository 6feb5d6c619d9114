interface Changes {
  open: number; // not answered yet
  begun: number;
  at: number; // the clock when the last one began
  shown: object; // what the last one shows
}

const all = new Map<string, Changes>();
let clock = 0; // counts changes

/** changing notes that mentions are being changed here until the work is done, and what is shown of each meanwhile. */
export async function changing<T>(ids: string[], shown: (id: string) => object, work: () => Promise<T>): Promise<T> {
  clock++;
  const mine = ids.map((id) => {
    const x = all.get(id) ?? { open: 0, begun: 0, at: 0, shown: {} };
    all.set(id, x);
    x.open++;
    x.begun++;
    x.at = clock;
    x.shown = shown(id);
    return x;
  });
  try {
    return await work();
  } catch (e) {
    for (const x of mine) x.shown = {}; // the server knows better
    throw e;
  } finally {
    for (const x of mine) x.open--;
  }
}

/**
 * reading is called when a list is asked for. What it returns shows in an item of the answer what was changed
 * here since: the server may have read the item before.
 */
export function reading(): <T extends { id: string }>(x: T) => T {
  const since = clock;
  const open = new Set([...all].filter(([, x]) => x.open > 0).map(([id]) => id));
  return (x) => {
    const mine = all.get(x.id);
    return mine && (mine.at > since || open.has(x.id)) ? { ...x, ...mine.shown } : x;
  };
}

/**
 * readUnchanged reads a mention and shows it, unless it has been changed here meanwhile: what the
 * server said may then be older than what is shown, and showing it would take a row away and bring it
 * back. It gives up after a few tries; each change here brings a new event anyway.
 */
export async function readUnchanged<T>(id: string, read: () => Promise<T>, show: (x: T) => void, pause = 200): Promise<void> {
  for (let tries = 0; tries < 25; tries++) {
    const before = all.get(id)?.begun ?? 0;
    if (!all.get(id)?.open) {
      const x = await read();
      const now = all.get(id);
      if (!now || (now.open === 0 && now.begun === before)) return show(x);
    }
    await new Promise((done) => setTimeout(done, pause));
  }
}
