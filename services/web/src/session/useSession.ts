import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { useNavigate } from 'react-router';
import { enterWithKey, getSession, signOut, type Who } from '../api/session';
import { sessionState } from './sessionState';
import { keyLink } from './keyLink';

/** useSession returns who is signed in. */
export function useSession() {
  return useQuery({ queryKey: ['session'], queryFn: ({ signal }) => arrive(signal), staleTime: Infinity });
}

/** arrive exchanges the key in a link for a session, or returns the session that exists. */
async function arrive(signal: AbortSignal): Promise<Who> {
  const key = keyLink.take();
  let who: Who | null = null;
  if (key !== null) {
    who = await enterWithKey(key).catch(() => null);
    keyLink.setRefused(who === null);
  }
  who ??= await getSession(signal);
  if (sessionState.get() === 'expired' || key !== null) sessionState.set('in'); // signed in again, in this window or another
  return who;
}

export const useRefusedLink = () => useSyncExternalStore(keyLink.subscribe, keyLink.wasRefused);

export const useSessionState = () => useSyncExternalStore(sessionState.subscribe, sessionState.get);

/** useLeave signs out and removes everything that was loaded. */
export function useLeave() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useCallback(async () => {
    await signOut();
    sessionState.set('left');
    void navigate('/inbox', { replace: true });
    queries.removeQueries({ predicate: (q) => q.queryKey[0] !== 'session' });
  }, [queries, navigate]);
}
