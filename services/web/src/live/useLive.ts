import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { getMention } from '../api/mentions';
import { getSession } from '../api/session';
import { readUnchanged } from '../inbox/changing';
import { usePatch } from '../inbox/usePatch';
import { useSessionState } from '../session/useSession';
import { liveFeed } from './feed';

export const useLive = () => useSyncExternalStore(liveFeed.subscribe, liveFeed.get);

/** useLiveFeed connects; it stands once, in the frame. */
export function useLiveFeed() {
  const queries = useQueryClient();
  const state = useSessionState();
  const { patch, isShown } = usePatch();
  useEffect(() => {
    if (state !== 'in') return;
    const never = new AbortController().signal;
    // The lists of mentions wait for a hand; the rest can be asked anew at once.
    liveFeed.onReconnect = () => void queries.invalidateQueries({ predicate: (q) => q.queryKey[1] !== 'list' });
    // A colleague may judge thousands at once: they are counted again once in a while.
    let timer: ReturnType<typeof setTimeout> | undefined;
    const recount = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void queries.invalidateQueries({ queryKey: ['mentions', 'counts'] });
      }, 1_000);
    };
    liveFeed.onFound = recount;
    // A row changes in place: nothing moves.
    liveFeed.onChanged = (id) => {
      recount();
      if (isShown(id)) readUnchanged(id, () => getMention(id, never), (x) => patch(new Map([[id, x]]))).catch(() => {}); // gone, or told elsewhere
    };
    // A report changes in place too; the list of them keeps its order.
    liveFeed.onReport = () => void queries.invalidateQueries({ predicate: (q) => ['report', 'reports'].includes(String(q.queryKey[0])) });
    // Whether the session has ended shows in the answer to the next request.
    liveFeed.onRefused = () => void getSession(never).catch(() => {});
    liveFeed.start('/api/v1/events');
    return () => {
      clearTimeout(timer);
      liveFeed.stop();
    };
  }, [queries, state, patch, isShown]);
}
