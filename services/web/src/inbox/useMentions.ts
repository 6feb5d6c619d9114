import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery, useQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { countMentions, listMentions } from '../api/mentions';
import type { Mention, Page } from '../api/types';
import { reading } from './changing';
import { stays, whatIsNew, type Filters } from './filters';

const list = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ['mentions', 'list', filters],
    queryFn: async ({ pageParam, signal }) => {
      const own = reading();
      const page = await listMentions(filters, pageParam, signal);
      return { ...page, items: page.items.map(own) };
    },
    initialPageParam: '',
    getNextPageParam: (last) => (last.next === '' ? undefined : last.next),
    // What is new comes over the live feed and waits for a hand: nothing moves by itself.
    staleTime: Infinity,
  });

/**
 * useMentions reads the inbox page by page, newest first. The rows of the last view stay until those
 * of the next are there. latest are the rows as they are now, for keys that are faster than the screen.
 */
export function useMentions(filters: Filters) {
  const queries = useQueryClient();
  const query = useInfiniteQuery({ ...list(filters), placeholderData: keepPreviousData });
  const mentions = useMemo(() => rowsOf(query.data, filters), [query.data, filters]);
  const latest = useCallback(() => {
    const now = queries.getQueryData<Pages>(list(filters).queryKey);
    return now ? rowsOf(now, filters) : mentions;
  }, [queries, filters, mentions]);
  /** ask asks for other rows before the screen asks for them. */
  const ask = useCallback((of: Filters) => void queries.prefetchInfiniteQuery(list(of)), [queries]);
  return { query, mentions, latest, ask };
}

type Pages = InfiniteData<Page<Mention>>;

function rowsOf(data: Pages | undefined, filters: Filters): Mention[] {
  const seen = new Set<string>();
  return (data?.pages ?? []).flatMap((p) => p.items).filter((x) => stays(x, filters) && !seen.has(x.id) && seen.add(x.id));
}

/** useCounts counts what the filters find; by facet it takes longer. */
export function useCounts(filters: Filters, { facets = false, enabled = true } = {}) {
  return useQuery({
    queryKey: ['mentions', 'counts', facets, filters],
    queryFn: ({ signal }) => countMentions(filters, facets, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** useUnread is how many mentions are new, for the navigation and the title. */
export const useUnread = () => useCounts(whatIsNew).data?.total ?? 0;
