import { useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Mention, Page } from '../api/types';

type Pages = InfiniteData<Page<Mention>>;

const lists = { queryKey: ['mentions', 'list'] };

/** usePatch shows changes of mentions wherever they are listed. */
export function usePatch() {
  const queries = useQueryClient();
  return useMemo(
    () => ({
      /** patch changes what is shown of each mention. */
      patch: (changes: ReadonlyMap<string, Partial<Mention>>) => {
        const apply = (x: Mention) => (changes.has(x.id) ? { ...x, ...changes.get(x.id) } : x);
        queries.setQueriesData<Pages>(lists, (old) => old && { ...old, pages: old.pages.map((p) => ({ ...p, items: p.items.map(apply) })) });
        for (const id of changes.keys()) queries.setQueryData<Mention>(['mention', id], (old) => old && apply(old));
      },
      /** isShown reports whether a mention is in a list or on a page of its own. */
      isShown: (id: string) => queries.getQueryData(['mention', id]) !== undefined || isListed(queries, id),
      /** recount asks again for the numbers, and for the lists that are not shown now. */
      recount: () => {
        void queries.invalidateQueries({ queryKey: ['mentions', 'counts'] });
        void queries.invalidateQueries({ ...lists, type: 'inactive', refetchType: 'none' });
      },
      /** reload asks again for everything about mentions. */
      reload: () => queries.invalidateQueries({ queryKey: ['mentions'] }),
    }),
    [queries],
  );
}

const isListed = (queries: QueryClient, id: string) =>
  queries.getQueriesData<Pages>(lists).some(([, data]) => data?.pages.some((p) => p.items.some((x) => x.id === id)));
