import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useCallback } from 'react';
import { changeMention, type Change } from '../api/desk';
import type { Mention, Page, State } from '../api/types';
import { useMessages } from '../i18n';
import { undoStack } from '../undo/undo';

/**
 * useActs changes mentions: shown at once, taken back when the server says no, and each
 * with a way to undo it.
 */
export function useActs() {
  const queries = useQueryClient();
  const m = useMessages();

  const show = useCallback(
    (id: string, change: Partial<Mention>) => {
      const apply = (x: Mention) => (x.id === id ? { ...x, ...change } : x);
      queries.setQueriesData<InfiniteData<Page<Mention>>>({ queryKey: ['mentions', 'list'] }, (old) =>
        old && { ...old, pages: old.pages.map((p) => ({ ...p, items: p.items.map(apply) })) },
      );
      queries.setQueryData<Mention>(['mention', id], (old) => old && apply(old));
    },
    [queries],
  );

  const send = useCallback(
    async (before: Mention, change: Change) => {
      show(before.id, change);
      try {
        const now = await changeMention(before.id, change);
        show(before.id, { ...change, revision: now.revision, state: now.state, reason: now.reason, starred: now.starred });
      } catch (e) {
        show(before.id, { state: before.state, reason: before.reason, starred: before.starred });
        undoStack.show({ label: m.acts.failed(e instanceof Error ? e.message : String(e)), undo: async () => {} });
        throw e;
      }
    },
    [show, m],
  );

  const act = useCallback(
    (before: Mention, change: Change, label: string) => {
      send(before, change)
        .then(() =>
          undoStack.push({
            label: `${label}: ${before.brand.name}, ${before.document.source}`,
            undo: () => send({ ...before, ...change }, { state: before.state, reason: before.reason, starred: before.starred }),
          }),
        )
        .catch(() => {
          // It has been said already, where the undo would stand.
        });
    },
    [send],
  );

  return {
    confirm: (x: Mention) => act(x, { state: 'confirmed' as State, reason: '' }, m.acts.confirmed),
    dismiss: (x: Mention, reason: string) => act(x, { state: 'dismissed' as State, reason }, m.acts.dismissed),
    reopen: (x: Mention) => act(x, { state: 'new' as State, reason: '' }, m.acts.reopen),
    star: (x: Mention) => act(x, { starred: !x.starred }, x.starred ? m.acts.unstar : m.acts.star),
  };
}

export type Acts = ReturnType<typeof useActs>;

/** The reasons for a dismissal, in the order of the keys 1 to 5. */
export const dismissReasons = ['not_us', 'other_sense', 'advert', 'repost', 'other'] as const;

/** quoteAndLink is what `y` puts on the clipboard. */
export function quoteAndLink(x: Mention): string {
  const hit = x.hits[0];
  const t = hit?.second != null ? `?t=${Math.floor(hit.second)}` : '';
  return `“${hit?.quote ?? x.document.title}”\n${x.document.source}, ${x.document.title}\n${window.location.origin}/mentions/${x.id}${t}`;
}
