import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { countMentions, listMentions } from '../api/mentions';
import type { Filters } from './filters';

/** useMentions reads the inbox page by page, newest first. */
export function useMentions(filters: Filters) {
  const query = useInfiniteQuery({
    queryKey: ['mentions', 'list', filters],
    queryFn: ({ pageParam, signal }) => listMentions(filters, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => (last.next === '' ? undefined : last.next),
    // What is new comes over the live feed and waits for a hand: nothing moves by itself.
    staleTime: Infinity,
  });
  const mentions = useMemo(() => {
    const seen = new Set<string>();
    return (query.data?.pages ?? []).flatMap((p) => p.items).filter((x) => !seen.has(x.id) && seen.add(x.id));
  }, [query.data]);
  return { query, mentions };
}

/** useCounts counts what the filters find. */
export function useCounts(filters: Filters, enabled = true) {
  return useQuery({
    queryKey: ['mentions', 'counts', filters],
    queryFn: ({ signal }) => countMentions(filters, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
}
