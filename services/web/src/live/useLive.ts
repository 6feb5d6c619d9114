import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { liveFeed } from './feed';

export const useLive = () => useSyncExternalStore(liveFeed.subscribe, liveFeed.get);

/** useLiveFeed connects; it stands once, in the frame. */
export function useLiveFeed() {
  const queries = useQueryClient();
  useEffect(() => {
    liveFeed.onReconnect = () => void queries.invalidateQueries();
    // A row changes in place; new rows wait behind the pill.
    liveFeed.onMention = () => void queries.invalidateQueries({ queryKey: ['mentions'] });
    liveFeed.start('/api/v1/events');
    return () => liveFeed.stop();
  }, [queries]);
}
