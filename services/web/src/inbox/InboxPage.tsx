import { Button, EmptyState, Splitter } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconInbox } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { getStatus } from '../api/desk';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { useKeys } from '../keys/useKeys';
import { liveFeed } from '../live/feed';
import { useLive } from '../live/useLive';
import { MentionDetail } from '../mention/MentionDetail';
import { FilterBar } from './FilterBar';
import classes from './InboxPage.module.css';
import { MentionList } from './MentionList';
import { isFiltered, parse, withList, without, type FilterName, type Filters } from './filters';
import { dismissReasons, quoteAndLink, useActs } from './useActs';
import { useCounts, useMentions } from './useMentions';

/** InboxPage is where what is new is judged: a list, and beside it the chosen one. */
export default function InboxPage() {
  const m = useMessages();
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const wide = useMediaQuery('(min-width: 1200px)', window.innerWidth >= 1200);
  const filters = parse(params);
  const { query, mentions } = useMentions(filters);
  const acts = useActs();
  const chosen = params.get('m') ?? '';
  const at = mentions.findIndex((x) => x.id === chosen);
  const current = mentions[at];

  // Filters push history; the chosen row replaces it.
  const choose = useCallback(
    (id: string) =>
      setParams((p) => {
        const next = new URLSearchParams(p);
        if (id === '') next.delete('m');
        else next.set('m', id);
        return next;
      }, { replace: true }),
    [setParams],
  );
  const open = useCallback(
    (id: string) => void navigate(`/mentions/${id}`, { state: { from: window.location.search } }),
    [navigate],
  );
  const pick = useCallback((id: string) => (wide ? choose(id) : open(id)), [wide, choose, open]);
  const move = (by: number) => {
    const next = mentions[at < 0 ? 0 : Math.min(Math.max(at + by, 0), mentions.length - 1)];
    if (next) choose(next.id);
  };
  const judged = (judge: () => void) => {
    if (!current) return;
    judge();
    move(1);
  };

  useKeys({
    j: () => move(1),
    k: () => move(-1),
    Enter: () => current && open(current.id),
    c: () => judged(() => acts.confirm(current!)),
    ...Object.fromEntries(dismissReasons.map((r, i) => [`d ${i + 1}`, () => judged(() => acts.dismiss(current!, r))])),
    s: () => current && acts.star(current),
    y: () => current && void navigator.clipboard.writeText(quoteAndLink(current)),
    Escape: () => choose(''),
  });

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);

  const counts = useCounts(filters);
  const set = (name: FilterName | 'period' | 'q', values: string[]) => setParams((p) => withList(p, name, values));
  const list = (
    <section className={classes.list}>
      <FilterBar
        filters={filters}
        counts={counts.data}
        set={set}
        clear={() => setParams(new URLSearchParams())}
      >
        <Fresh chosen={chosen !== ''} />
      </FilterBar>
      {query.isPending && <Waiting rows={8} height={64} />}
      {query.isError && <Trouble what={m.pages.inbox} error={query.error} again={() => void query.refetch()} />}
      {query.isSuccess && mentions.length === 0 && <Nothing filters={filters} set={set} clear={() => setParams(new URLSearchParams())} />}
      {mentions.length > 0 && (
        <MentionList mentions={mentions} chosen={chosen} hasMore={hasNextPage} onMore={more} onChoose={pick} onOpen={open} />
      )}
      {query.isSuccess && !filters.lists.conf && <Unsure filters={filters} set={set} />}
    </section>
  );
  if (!wide) return list;
  return (
    <Splitter className={classes.split} lineSize={1} withHandle={false}>
      <Splitter.Pane defaultSize="480px" min="360px" max="640px">
        {list}
      </Splitter.Pane>
      <Splitter.Pane defaultSize={1}>
        <div className={classes.detail}>
          {current ? (
            <MentionDetail key={current.id} mention={current} acts={acts} />
          ) : (
            mentions.length > 0 && <EmptyState mt={120} title={m.inbox.choose} description={m.inbox.chooseHelp} />
          )}
        </div>
      </Splitter.Pane>
    </Splitter>
  );
}

/**
 * Fresh lets what came in slot in at the top while no hand is near: nothing chosen, the
 * list at its top, no pointer on it. Else it waits behind a pill.
 */
function Fresh({ chosen }: { chosen: boolean }) {
  const m = useMessages();
  const queries = useQueryClient();
  const { fresh } = useLive();
  const [held, setHeld] = useState(false);
  const show = useCallback(() => {
    liveFeed.seen();
    setHeld(false);
    void queries.invalidateQueries({ queryKey: ['mentions'] });
  }, [queries]);

  useEffect(() => {
    if (fresh === 0) return;
    // A feed that is read for the first time brings dozens within a second.
    const timer = setTimeout(() => {
      const list = document.querySelector('[role="feed"]');
      const near = chosen || (list !== null && (list.scrollTop > 0 || list.matches(':hover')));
      if (near) setHeld(true);
      else show();
    }, 400);
    return () => clearTimeout(timer);
  }, [fresh, chosen, show]);

  if (fresh === 0 || !held) return null;
  return (
    <span role="status">
      <Button
        size="compact-sm"
        radius="xl"
        onClick={() => {
          show();
          document.querySelector('[role="feed"]')?.scrollTo({ top: 0 });
        }}
      >
        {m.inbox.fresh(fresh)}
      </Button>
    </span>
  );
}

type Set = (name: FilterName | 'period' | 'q', values: string[]) => void;

/** Unsure folds those away that are probably not meant. */
function Unsure({ filters, set }: { filters: Filters; set: Set }) {
  const m = useMessages();
  const counts = useCounts({ ...filters, lists: { ...filters.lists, conf: ['unsure'] } });
  if (!counts.data || counts.data.total === 0) return null;
  return (
    <button type="button" className={classes.unsure} onClick={() => set('conf', ['unsure'])}>
      {m.inbox.unsure(counts.data.total)}
    </button>
  );
}

function Nothing({ filters, set, clear }: { filters: Filters; set: Set; clear: () => void }) {
  const m = useMessages();
  const filtered = isFiltered(filters);
  const status = useQuery({ queryKey: ['status'], queryFn: ({ signal }) => getStatus(signal), enabled: !filtered, refetchInterval: 5_000 });
  if (!filtered) {
    return <EmptyState mt={64} icon={<IconInbox size={32} stroke={1.4} />} title={m.inbox.empty(status.data?.documents)} description={m.inbox.emptyHelp} />;
  }
  return (
    <EmptyState mt={64} title={m.states.noMatchPlain}>
      <EmptyState.Actions>
        {without(filters).map(([name, rest]) => (
          <Without key={name} name={name} rest={rest} onClick={() => set(name, [])} />
        ))}
        <Button variant="subtle" onClick={clear}>
          {m.states.clear}
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}

/** Without says how many there would be with one filter less. */
function Without({ name, rest, onClick }: { name: FilterName | 'period' | 'q'; rest: Filters; onClick: () => void }) {
  const m = useMessages();
  const counts = useCounts(rest);
  if (!counts.data || counts.data.total === 0) return null;
  return (
    <Button variant="default" onClick={onClick}>
      {m.states.noMatch(name === 'q' ? m.pages.search : m.filters[name], counts.data.total)}
    </Button>
  );
}
