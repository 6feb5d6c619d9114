import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { useNavigate } from 'react-router';
import { getSession, signOut } from '../api/session';
import { door } from './door';

/** useSession is who the server takes us for. */
export function useSession() {
  return useQuery({ queryKey: ['session'], queryFn: ({ signal }) => getSession(signal), staleTime: Infinity });
}

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
