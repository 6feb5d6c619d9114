import { useEffect, useRef, useState } from 'react';
import { importFile, type Destination, type FileMapping, type FileOf, type Outcome } from '../api/imports';
import { Stopped } from '../api/sendFile';

export interface Sent {
  sent: number;
  of: number;
}

/** useSending sends a file, says how far it is, and stops when the person wants or leaves the page. */
export function useSending(refresh: () => Promise<unknown>) {
  const [progress, setProgress] = useState<Sent | null>(null);
  const [done, setDone] = useState<Outcome | null>(null);
  const [error, setError] = useState<unknown>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  useLeaving(progress !== null);

  const send = (of: FileOf, to: Destination, file: File, mapping: FileMapping) => {
    const control = new AbortController();
    stop.current = control;
    setError(null);
    setProgress({ sent: 0, of: file.size });
    importFile(of, to, file, mapping, { signal: control.signal, progress: (sent, all) => setProgress({ sent: Math.min(sent, all), of: all }) })
      .then(async (outcome) => {
        await refresh();
        setDone(outcome);
      })
      .catch(async (e: unknown) => {
        if (!(e instanceof Stopped)) setError(await changed(file, e));
      })
      .finally(() => setProgress(null));
  };
  return { progress, done, error, send, cancel: () => stop.current?.abort(), reset: () => setError(null) };
}

/** changed returns why a file can't be read, where that is why nothing was sent. */
async function changed(file: File, error: unknown): Promise<unknown> {
  if (!(error instanceof TypeError)) return error;
  try {
    await file.slice(0, 1).arrayBuffer();
    return error;
  } catch (e) {
    return e;
  }
}

/** useLeaving makes the browser ask before the page is closed. */
function useLeaving(asks: boolean) {
  useEffect(() => {
    if (!asks) return;
    const ask = (e: BeforeUnloadEvent) => e.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [asks]);
}
