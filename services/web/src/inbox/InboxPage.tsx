import { EmptyState, Splitter } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { getMention, type Change } from '../api/mentions';
import type { Mention } from '../api/types';
import { useTitle } from '../frame/Page';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { useKeys } from '../keys/useKeys';
import { MentionDetail } from '../mention/MentionDetail';
import { useDismissal } from '../mention/useDismissal';
import { useMay } from '../session/useMay';
import { undoStack } from '../undo/undo';
import { BulkBar, ChosenBar } from './ChosenBar';
import { FilterBar } from './FilterBar';
import { Fresh } from './Fresh';
import classes from './InboxPage.module.css';
import { MentionList } from './MentionList';
import { Nothing } from './Nothing';
import { Unsure } from './Unsure';
import { cleared, isFiltered, named, parse, viewOf, withList, type FilterName } from './filters';
import { dismissReasons, useActs } from './useActs';
import { useBulk } from './useBulk';
import { useHand } from './useHand';
import { useCounts, useMentions, useUnread } from './useMentions';
import { useTicks } from './useTicks';

/** InboxPage is where what is new is judged: a list, and beside it the one at hand. */
export default function InboxPage() {
  const m = useMessages();
  const unread = useUnread();
  useTitle(unread > 0 ? `(${unread.toLocaleString(m.locale)}) ${m.pages.inbox}` : m.pages.inbox);
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const may = useMay();
  const wide = useMediaQuery('(min-width: 75em)', window.matchMedia('(min-width: 75em)').matches);
  const view = viewOf(params);
  const filters = useMemo(() => parse(new URLSearchParams(view)), [view]);
  const { query, mentions, latest, ask } = useMentions(filters);
  const counts = useCounts(filters, { facets: true, enabled: !query.isFetching });
  const hand = useHand(latest);
  const ticks = useTicks(latest);
  const bulk = useBulk(filters);
  const [everything, setEverything] = useState(false); // all that match are chosen, not only those that are loaded
  const { goTo, held, move } = hand;
  const backTo = useCallback((x: Mention) => latest().some((r) => r.id === x.id) && goTo(x.id), [latest, goTo]);
  const acts = useActs({ onBack: backTo });
  const at = mentions.findIndex((x) => x.id === hand.named);
  const current = useMention(hand.named, mentions[at], query.data?.pages);
  const chosen = mentions.filter((x) => ticks.ticked.has(x.id));
  const shownTicked = useMemo(() => (everything ? new Set(mentions.map((x) => x.id)) : ticks.ticked), [everything, mentions, ticks.ticked]);

  useEffect(() => {
    // The address is the view, also of what is shown where it says nothing.
    if (!params.has('state')) setParams(named(new URLSearchParams(window.location.search)), { replace: true });
  }, [params, setParams]);

  const open = useCallback((id: string) => void navigate(`/mentions/${id}`, { state: { from: window.location.search } }), [navigate]);
  const pick = useCallback((id: string) => (wide ? goTo(id) : open(id)), [wide, goTo, open]);
  const { clear: clearTicks, reach: reachFrom } = ticks;
  const clear = useCallback(() => {
    setEverything(false);
    clearTicks();
  }, [clearTicks]);
  const tick = useCallback(
    (id: string) => {
      setEverything(false);
      ticks.tick(id);
    },
    [ticks],
  );
  const reach = useCallback((id: string) => reachFrom(id, held()?.id ?? id), [reachFrom, held]);

  /** on changes all that match, or the rows that are ticked, or the row at hand; judging goes on to the next row. */
  const on = (change: Change, label: string, some: (...x: Mention[]) => void) => {
    if (!may.write) return undoStack.fail(m.states.forbidden); // by a key, as there is no button
    const several = ticks.chosen();
    const one = held();
    if (everything && counts.data) void bulk.run(counts.data, change, label);
    else if (several.length > 0) hand.passing(() => some(...several), false);
    else if (one) hand.passing(() => some(one), change.state !== undefined);
    if (several.length > 0) clear();
  };
  const confirm = () => on({ state: 'confirmed', reason: '' }, m.acts.confirmed, acts.confirm);
  const dismiss = (reason: string) => on({ state: 'dismissed', reason }, m.acts.dismissed, (...x) => acts.dismiss(reason, ...x));
  const star = () => on({ starred: true }, m.acts.starred, acts.star);
  const assign = (who: string) => on({ assignee: who }, who === '' ? m.acts.unassigned : m.acts.assigned(who), (...x) => acts.assign(who, ...x));

  const dismissal = useDismissal({
    can: () => {
      if (!held() && ticks.chosen().length === 0) return false;
      // Without a pane there is no menu, and the keys must be said.
      if (!wide && chosen.length === 0) undoStack.say(dismissReasons.map((r, i) => `${i + 1} ${m.dismissals[r]}`).join(' · '));
      return true;
    },
    dismiss,
  });
  const moveTo = (by: number) => () => {
    dismissal.close();
    return move(by);
  };
  /** extend takes the next row into the range. */
  const extend = (by: number) => () => {
    const start = held()?.id;
    const next = move(by);
    if (next) reachFrom(next.id, start ?? next.id);
  };
  const chooseAll = () => {
    if (!counts.data || mentions.length === 0) return;
    if (ticks.chosen().length === 0) ticks.tick(held()?.id ?? mentions[0]!.id);
    setEverything(true);
  };
  /** onHeld does something to the row at hand. */
  const onHeld = (act: (x: Mention) => unknown) => () => {
    const x = held();
    if (x && !dismissal.isOpen()) act(x);
  };
  useKeys({
    j: moveTo(1),
    k: moveTo(-1),
    J: extend(1),
    K: extend(-1),
    x: onHeld((x) => tick(x.id)),
    X: onHeld((x) => reach(x.id)),
    '*': chooseAll,
    Enter: onHeld((x) => open(x.id)),
    c: confirm,
    s: star,
    y: onHeld(acts.copy),
    Escape: () => (dismissal.isOpen() ? dismissal.close() : ticks.chosen().length > 0 ? clear() : goTo('')),
  });

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  // Where all that was loaded has been judged, there is no row left to scroll to.
  const emptied = mentions.length === 0 && hasNextPage;
  useEffect(() => {
    if (emptied) more();
  }, [emptied, more]);

  const set = (name: FilterName | 'period' | 'q' | 'from' | 'to', values: string[]) => {
    clear();
    const next = withList(new URLSearchParams(window.location.search), name, values);
    ask(parse(new URLSearchParams(viewOf(next))));
    setParams(next);
  };
  const list = (
    <section className={classes.list} aria-label={m.pages.inbox}>
      <h1 className={classes.hidden}>{m.pages.inbox}</h1>
      <FilterBar filters={filters} counts={counts.data} set={set} clear={() => setParams(cleared())} />
      <div className={classes.rows}>
        <Fresh busy={current !== undefined || chosen.length > 0} />
        {(query.isPending || emptied) && <Waiting rows={8} height={56} />}
        {query.isError && <Trouble what={m.pages.inbox} error={query.error} again={() => void query.refetch()} />}
        {query.isSuccess && mentions.length === 0 && !hasNextPage && <Nothing filters={filters} set={set} clear={() => setParams(cleared())} />}
        {mentions.length > 0 && (
          <MentionList mentions={mentions} at={at} view={view} waiting={query.isPlaceholderData} ticked={shownTicked} hasMore={hasNextPage} onMore={more} onChoose={pick} onOpen={open} onTick={tick} onReach={reach} />
        )}
        {query.isSuccess && !filters.lists.conf && chosen.length === 0 && mentions.length > 0 && <Unsure filters={filters} set={set} />}
        {bulk.progress && <BulkBar {...bulk.progress} stop={bulk.stop} />}
        {chosen.length > 0 && !bulk.progress && (
          <ChosenBar
            count={everything && counts.data ? counts.data.total : chosen.length}
            matching={counts.data?.total ?? 0}
            chooseAll={chooseAll}
            confirm={confirm}
            dismiss={dismiss}
            star={star}
            assign={assign}
            clear={clear}
            dismissal={dismissal}
          />
        )}
      </div>
    </section>
  );
  // There is nothing to show beside the first steps of a new installation.
  const empty = query.isSuccess && mentions.length === 0 && !current && !isFiltered(filters);
  if (!wide || empty) return list;
  return (
    <Splitter className={classes.split} lineSize={1} withHandle={false}>
      <Splitter.Pane defaultSize="472px" min="360px" max="600px">
        {list}
      </Splitter.Pane>
      <Splitter.Pane defaultSize={1}>
        <div className={classes.detail} data-scrolls tabIndex={-1}>
          {current ? (
            <MentionDetail
              key={current.id}
              mention={current}
              acts={acts}
              onConfirm={() => hand.passing(() => acts.confirm(current))}
              onDismiss={(reason) => hand.passing(() => acts.dismiss(reason, current))}
              dismissal={chosen.length > 0 ? undefined : dismissal}
            />
          ) : (
            mentions.length > 0 && <EmptyState mt={120} title={m.inbox.choose} description={m.inbox.chooseHelp} />
          )}
        </div>
      </Splitter.Pane>
    </Splitter>
  );
}

/** useMention is the mention that the address names: of the rows, also one that has just left them, or else by itself. */
function useMention(id: string, row: Mention | undefined, pages: { items: Mention[] }[] | undefined): Mention | undefined {
  const loaded = row ?? (id === '' ? undefined : pages?.flatMap((p) => p.items).find((x) => x.id === id));
  const alone = useQuery({ queryKey: ['mention', id], queryFn: ({ signal }) => getMention(id, signal), enabled: id !== '' && pages !== undefined && !loaded });
  return loaded ?? (id === '' ? undefined : alone.data);
}
