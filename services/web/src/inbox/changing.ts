interface Changes {
  open: number; // not answered yet
  begun: number;
}

const all = new Map<string, Changes>();

/** changing notes that mentions are being changed here until the work is done. */
export async function changing<T>(ids: string[], work: () => Promise<T>): Promise<T> {
  const mine = ids.map((id) => {
    const x = all.get(id) ?? { open: 0, begun: 0 };
    all.set(id, x);
    x.open++;
    x.begun++;
    return x;
  });
  try {
    return await work();
  } finally {
    for (const x of mine) x.open--;
  }
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
