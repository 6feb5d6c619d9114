import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { addHeardAs, deleteHeardAs } from '../api/brands';
import { changeHit, changeMention, type Change } from '../api/mentions';
import type { Hit, Mention, Page } from '../api/types';
import { why } from '../frame/why';
import { useMessages } from '../i18n';
import { copyText } from '../text/copy';
import { useMay } from '../session/useMay';
import { undoStack } from '../undo/undo';

/** usePatch shows a change of a mention wherever it is listed. */
export function usePatch() {
  const queries = useQueryClient();
  return useCallback(
    (id: string, change: Partial<Mention>) => {
      const apply = (x: Mention) => (x.id === id ? { ...x, ...change } : x);
      queries.setQueriesData<InfiniteData<Page<Mention>>>({ queryKey: ['mentions', 'list'] }, (old) =>
        old && { ...old, pages: old.pages.map((p) => ({ ...p, items: p.items.map(apply) })) },
      );
      queries.setQueryData<Mention>(['mention', id], (old) => old && apply(old));
    },
    [queries],
  );
}

/** before is what of a mention a change touches, as it was. */
const before = (x: Mention, change: Change): Change =>
  Object.fromEntries(Object.keys(change).map((k) => [k, x[k as keyof Change]])) as Change;

/**
 * useActs changes mentions, one or several: shown at once, taken back when the server says
 * no, and each with a way to undo it.
 */
export function useActs() {
  const queries = useQueryClient();
  const patch = usePatch();
  const m = useMessages();
  const may = useMay().write;

  return useMemo(() => {
    const send = async (x: Mention, change: Change) => {
      patch(x.id, change);
      try {
        const now = await changeMention(x.id, change);
        patch(x.id, { ...change, revision: now.revision });
      } catch (e) {
        patch(x.id, before(x, change));
        throw e;
      }
    };
    const failed = (e: unknown) => undoStack.fail(m.acts.failed(why(e, m)));
    const act = (all: Mention[], change: Change, label: string) => {
      if (all.length === 0) return;
      if (!may) return undoStack.fail(m.states.forbidden); // by a key, as there is no button
      const what = all.length === 1 ? `${all[0]!.brand.name}, ${all[0]!.document.source}` : m.inbox.count(all.length);
      Promise.all(all.map((x) => send(x, change)))
        .then(() => undoStack.push({ label: `${label}: ${what}`, undo: () => Promise.all(all.map((x) => send({ ...x, ...change }, before(x, change)))) }))
        .catch(failed)
        .finally(() => void queries.invalidateQueries({ queryKey: ['mentions', 'counts'] }));
    };
    return {
      confirm: (...all: Mention[]) => act(all, { state: 'confirmed', reason: '' }, m.acts.confirmed),
      dismiss: (reason: string, ...all: Mention[]) => act(all, { state: 'dismissed', reason }, m.acts.dismissed),
      reopen: (x: Mention) => act([x], { state: 'new', reason: '' }, m.acts.reopened),
      star: (...all: Mention[]) => {
        const starred = all.some((x) => !x.starred);
        act(all, { starred }, starred ? m.acts.starred : m.acts.unstarred);
      },
      note: (x: Mention, note: string) => act([x], { note }, m.acts.noted),
      assign: (x: Mention, assignee: string) => act([x], { assignee }, assignee === '' ? m.acts.unassigned : m.acts.assigned(assignee)),
      heardAs: (x: Mention, as: string) =>
        addHeardAs(x.brand.id, as)
          .then(() => undoStack.push({ label: m.acts.taught(x.brand.name, as), undo: () => deleteHeardAs(x.brand.id, as) }))
          .catch(failed),
      /** dismissHit takes one hit out of a mention, or puts it back. */
      dismissHit: (x: Mention, hit: Hit, dismissed: boolean) => {
        const change = async (to: boolean) => {
          const { hits, dismissed: gone, best, hitsTotal, confidenceClass, revision } = await changeHit(x.id, hit.id, to);
          patch(x.id, { hits, dismissed: gone, best, hitsTotal, confidenceClass, revision });
        };
        change(dismissed)
          .then(() => undoStack.push({ label: (dismissed ? m.acts.hitDismissed : m.acts.hitRestored)(hit.surface), undo: () => change(!dismissed) }))
          .catch(failed);
      },
      copy: (x: Mention) =>
        copyText(quoteAndLink(x)).then((ok) => (ok ? undoStack.say(m.acts.copied) : undoStack.fail(m.acts.copyByHand))),
    };
  }, [patch, queries, m, may]);
}

export type Acts = ReturnType<typeof useActs>;

/** The reasons for a dismissal, in the order of the keys 1 to 5. */
export const dismissReasons = ['not_us', 'other_sense', 'advert', 'repost', 'other'] as const;

/** quoteAndLink is what `y` puts on the clipboard. */
function quoteAndLink(x: Mention): string {
  const hit = x.hits[x.best];
  const t = hit?.second != null ? `?t=${Math.floor(hit.second)}` : '';
  return `“${hit?.quote ?? x.document.title}”\n${x.document.source}, ${x.document.title}\n${window.location.origin}/mentions/${x.id}${t}`;
}
