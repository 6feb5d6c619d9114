import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { addHeardAs, deleteHeardAs } from '../api/brands';
import { bulkSize, changeHit, changeMention, changeSome, type Change } from '../api/mentions';
import type { Hit, Mention } from '../api/types';
import { why } from '../frame/why';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { undoStack, type Done } from '../undo/undo';
import { changing } from './changing';
import { copyCard } from './copyCard';
import { usePatch } from './usePatch';

/** before is what of a mention a change touches, as it was. */
const before = (x: Mention, change: Change): Change =>
  Object.fromEntries(Object.keys(change).map((k) => [k, x[k as keyof Change]])) as Change;

/** alike puts mentions together of which the same was decided before. */
export function alike<T extends { id: string }>(all: T[], was: (x: T) => Change): [Change, string[]][] {
  const groups = new Map<string, [Change, string[]]>();
  for (const x of all) {
    const change = was(x);
    const key = JSON.stringify(change);
    const group = groups.get(key) ?? [change, []];
    group[1].push(x.id);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** changeAll makes one change to mentions, in pieces where they are many. */
export async function changeAll(ids: string[], change: Change, each: (done: number) => void = () => {}): Promise<void> {
  for (let from = 0; from < ids.length; from += bulkSize) {
    await changeSome(ids.slice(from, from + bulkSize), change);
    each(Math.min(ids.length, from + bulkSize));
  }
}

interface Options {
  /** Called when mentions are as they were again, with the first of them. */
  onBack?: (x: Mention) => void;
}

/**
 * useActs changes mentions, one or several: shown at once, taken back when the server says
 * no, and each with a way to undo it.
 */
export function useActs({ onBack }: Options = {}) {
  const queries = useQueryClient();
  const { patch, recount } = usePatch();
  const m = useMessages();
  const may = useMay().write;

  return useMemo(() => {
    const failed = (e: unknown) => undoStack.fail(m.acts.failed(why(e, m)));
    const act = (all: Mention[], change: Change, label: string) => {
      const first = all[0];
      if (!first) return;
      if (!may) return undoStack.fail(m.states.forbidden); // by a key, as there is no button
      const what = all.length === 1 ? `${first.brand.name}, ${first.document.source}` : m.inbox.count(all.length);
      const mine = change.state === undefined ? {} : { judgedHere: true };
      const show = () => patch(new Map(all.map((x) => [x.id, { ...change, ...mine }])));
      const back = () => patch(new Map(all.map((x) => [x.id, before(x, change)])));
      const ids = all.map((x) => x.id);
      const was = (id: string) => before(all.find((x) => x.id === id)!, change);
      show();
      const sent = changing(ids, () => ({ ...change, ...mine }), () => (all.length === 1 ? changeMention(first.id, change).then((now) => patch(new Map([[first.id, { revision: now.revision }]]))) : changeAll(ids, change)));
      const done: Done = {
        label: `${label}: ${what}`,
        undo: async () => {
          back();
          onBack?.(first);
          try {
            await changing(ids, was, async () => {
              await sent;
              for (const [to, some] of alike(all, (x) => before(x, change))) await (some.length === 1 ? changeMention(some[0]!, to) : changeAll(some, to));
            });
          } catch (e) {
            show();
            throw e;
          } finally {
            recount();
          }
        },
      };
      undoStack.push(done); // at once: z may be pressed before the server has answered
      sent
        .catch((e) => {
          back();
          undoStack.drop(done);
          failed(e);
        })
        .finally(recount);
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
      assign: (assignee: string, ...all: Mention[]) => act(all, { assignee }, assignee === '' ? m.acts.unassigned : m.acts.assigned(assignee)),
      heardAs: (x: Mention, as: string) =>
        addHeardAs(x.brand.id, as)
          .then(() => undoStack.push({ label: m.acts.taught(x.brand.name, as), undo: () => deleteHeardAs(x.brand.id, as) }))
          .catch(failed),
      /** dismissHit takes one hit out of a mention, or puts it back. */
      dismissHit: (x: Mention, hit: Hit, dismissed: boolean) => {
        const change = async (to: boolean) => {
          const { hits, dismissed: gone, best, hitsTotal, confidenceClass, revision } = await changing([x.id], () => ({}), () => changeHit(x.id, hit.id, to));
          patch(new Map([[x.id, { hits, dismissed: gone, best, hitsTotal, confidenceClass, revision }]]));
        };
        change(dismissed)
          .then(() => undoStack.push({ label: (dismissed ? m.acts.hitDismissed : m.acts.hitRestored)(hit.surface), undo: () => change(!dismissed) }))
          .catch(failed);
      },
      copy: (x: Mention) => copyCard(x, queries, m),
    };
  }, [patch, recount, queries, m, onBack, may]);
}

export type Acts = ReturnType<typeof useActs>;

/** The reasons for a dismissal, in the order of the keys 1 to 5. */
export const dismissReasons = ['not_us', 'other_sense', 'advert', 'repost', 'other'] as const;
