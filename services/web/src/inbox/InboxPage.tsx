import { EmptyState, Splitter } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { Mention } from '../api/types';
import { useTitle } from '../frame/Page';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { useKeys } from '../keys/useKeys';
import { MentionDetail } from '../mention/MentionDetail';
import { ChosenBar } from './ChosenBar';
import { FilterBar } from './FilterBar';
import { Fresh } from './Fresh';
import classes from './InboxPage.module.css';
import { MentionList } from './MentionList';
import { Nothing } from './Nothing';
import { Unsure } from './Unsure';
import { isFiltered, parse, withList, type FilterName } from './filters';
import { useActs } from './useActs';
import { useCounts, useMentions } from './useMentions';

/** InboxPage is where what is new is judged: a list, and beside it the one at hand. */
export default function InboxPage() {
  const m = useMessages();
  useTitle(m.pages.inbox);
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const wide = useMediaQuery('(min-width: 75em)', window.matchMedia('(min-width: 75em)').matches);
  const filters = parse(params);
  const { query, mentions } = useMentions(filters);
  const counts = useCounts(filters);
  const acts = useActs();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const chosen = mentions.filter((x) => ticked.has(x.id));
  const at = mentions.findIndex((x) => x.id === params.get('m'));
  const current = mentions[at];
  // The address follows a little later than the keys may come.
  const hand = useRef(params.get('m') ?? '');
  useEffect(() => {
    hand.current = params.get('m') ?? '';
  }, [params]);
  const held = () => mentions.find((x) => x.id === hand.current);

  // Filters push history; the row at hand replaces it.
  const goTo = useCallback(
    (id: string) => {
      hand.current = id;
      setParams((p) => {
        const next = new URLSearchParams(p);
        if (id === '') next.delete('m');
        else next.set('m', id);
        return next;
      }, { replace: true });
    },
    [setParams],
  );
  const open = useCallback((id: string) => void navigate(`/mentions/${id}`, { state: { from: window.location.search } }), [navigate]);
  const pick = useCallback((id: string) => (wide ? goTo(id) : open(id)), [wide, goTo, open]);
  const tick = useCallback((id: string) => setTicked((old) => (old.has(id) ? new Set([...old].filter((x) => x !== id)) : new Set([...old, id]))), []);
  const clearTicks = useCallback(() => setTicked(new Set()), []);
  const move = (by: number) => {
    const from = mentions.findIndex((x) => x.id === hand.current);
    const next = mentions[from < 0 ? 0 : Math.min(Math.max(from + by, 0), mentions.length - 1)];
    if (next) goTo(next.id);
  };
  const confirm = (x: Mention) => {
    acts.confirm(x);
    move(1);
  };
  const dismiss = (x: Mention, reason: string) => {
    acts.dismiss(reason, x);
    move(1);
  };

  /** onHeld does something to the row at hand. */
  const onHeld = (act: (x: Mention) => unknown) => () => {
    const x = held();
    if (x) act(x);
  };
  /** onAll does something to all that are ticked, else to the row at hand. */
  const onAll = (all: (...x: Mention[]) => void, one: (x: Mention) => void) => () => {
    if (chosen.length === 0) return onHeld(one)();
    all(...chosen);
    clearTicks();
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    x: onHeld((x) => tick(x.id)),
    Enter: onHeld((x) => open(x.id)),
    c: onAll(acts.confirm, confirm),
    s: onAll(acts.star, acts.star),
    y: onHeld(acts.copy),
    Escape: () => (chosen.length > 0 ? clearTicks() : goTo('')),
  });

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);

  const set = (name: FilterName | 'period' | 'q' | 'from' | 'to', values: string[]) => {
    clearTicks();
    setParams((p) => withList(p, name, values));
  };
  const clear = () => setParams(new URLSearchParams());
  const list = (
    <section className={classes.list} aria-label={m.pages.inbox}>
      <h1 className={classes.hidden}>{m.pages.inbox}</h1>
      <FilterBar filters={filters} counts={counts.data} set={set} clear={clear}>
        <Fresh busy={current !== undefined || chosen.length > 0} />
      </FilterBar>
      {query.isPending && <Waiting rows={8} height={56} />}
      {query.isError && <Trouble what={m.pages.inbox} error={query.error} again={() => void query.refetch()} />}
      {query.isSuccess && mentions.length === 0 && <Nothing filters={filters} set={set} clear={clear} />}
      {mentions.length > 0 && (
        <MentionList mentions={mentions} at={at} ticked={ticked} hasMore={hasNextPage} onMore={more} onChoose={pick} onOpen={open} onTick={tick} />
      )}
      {query.isSuccess && !filters.lists.conf && chosen.length === 0 && <Unsure filters={filters} set={set} />}
      <ChosenBar chosen={chosen} acts={acts} clear={clearTicks} />
    </section>
  );
  // There is nothing to show beside the first steps of a new installation.
  const empty = query.isSuccess && mentions.length === 0 && !isFiltered(filters);
  if (!wide || empty) return list;
  return (
    <Splitter className={classes.split} lineSize={1} withHandle={false}>
      <Splitter.Pane defaultSize="472px" min="360px" max="600px">
        {list}
      </Splitter.Pane>
      <Splitter.Pane defaultSize={1}>
        <div className={classes.detail} data-scrolls tabIndex={-1}>
          {current ? (
            <MentionDetail key={current.id} mention={current} acts={acts} onConfirm={() => confirm(current)} onDismiss={(reason) => dismiss(current, reason)} />
          ) : (
            mentions.length > 0 && <EmptyState mt={120} title={m.inbox.choose} description={m.inbox.chooseHelp} />
          )}
        </div>
      </Splitter.Pane>
    </Splitter>
  );
}
