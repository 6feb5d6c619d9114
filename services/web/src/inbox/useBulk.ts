import { useCallback, useRef, useState } from 'react';
import { changeMatching, type Before, type Change, type Counts } from '../api/mentions';
import { why } from '../frame/why';
import { useMessages } from '../i18n';
import { undoStack } from '../undo/undo';
import type { Filters } from './filters';
import { alike, changeAll } from './useActs';
import { usePatch } from './usePatch';

/** A bulk change that is under way. */
interface Progress {
  done: number;
  total: number;
}

/**
 * useBulk changes all that the filters found when they were counted: page by page, with progress,
 * to be stopped in between. One undo takes back what was done.
 */
export function useBulk(filters: Filters) {
  const m = useMessages();
  const { reload } = usePatch();
  const [progress, setProgress] = useState<Progress | null>(null);
  const stopped = useRef(false);

  const run = useCallback(
    async (counts: Counts, change: Change, label: string) => {
      const changed: Before[] = [];
      let failure: unknown;
      stopped.current = false;
      setProgress({ done: 0, total: counts.total });
      try {
        let cursor = '';
        do {
          const page = await changeMatching(filters, counts.at, cursor, change);
          changed.push(...page.changed);
          setProgress({ done: changed.length, total: counts.total });
          cursor = stopped.current ? '' : page.next;
        } while (cursor !== '');
      } catch (e) {
        failure = e;
      }
      setProgress(null);
      // What was done before something went wrong can be undone too.
      if (changed.length > 0) undoStack.push({ label: `${label}: ${m.inbox.count(changed.length)}`, undo: () => takeBack(changed, change, m.inbox.undoing).finally(reload) });
      if (failure !== undefined) undoStack.fail(m.acts.failed(why(failure, m)));
      void reload();
    },
    [filters, m, reload],
  );
  const stop = useCallback(() => {
    stopped.current = true;
  }, []);
  return { progress, run, stop };
}

async function takeBack(changed: Before[], change: Change, words: (done: number, total: number) => string) {
  const keys = Object.keys(change) as (keyof Change)[];
  let before = 0;
  for (const [was, ids] of alike(changed, (x) => Object.fromEntries(keys.map((k) => [k, x[k]])) as Change)) {
    await changeAll(ids, was, (done) => undoStack.say(words(before + done, changed.length)));
    before += ids.length;
  }
}
