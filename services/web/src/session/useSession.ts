import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { useNavigate } from 'react-router';
import { enterWithKey, getSession, signOut, type Who } from '../api/session';
import { door } from './door';
import { keyLink } from './keyLink';

/** useSession is who the server takes us for. */
export function useSession() {
  return useQuery({ queryKey: ['session'], queryFn: ({ signal }) => arrive(signal), staleTime: Infinity });
}

/** arrive trades the key that a link brought for a session, or finds the session that is there. */
async function arrive(signal: AbortSignal): Promise<Who> {
  const key = keyLink.take();
  let who: Who | null = null;
  if (key !== null) {
    who = await enterWithKey(key).catch(() => null);
    keyLink.setRefused(who === null);
  }
  who ??= await getSession(signal);
  if (door.get() === 'expired' || key !== null) door.set('in'); // let in again, in this window or another
  return who;
}

export const useRefusedLink = () => useSyncExternalStore(keyLink.subscribe, keyLink.wasRefused);

export const useStanding = () => useSyncExternalStore(door.subscribe, door.get);

/** useLeave signs out and leaves nothing of what was seen behind. */
export function useLeave() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useCallback(async () => {
    await signOut();
    door.set('left');
    void navigate('/inbox', { replace: true });
    queries.removeQueries({ predicate: (q) => q.queryKey[0] !== 'session' });
  }, [queries, navigate]);
}
