import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { search, searchTotals } from '../api/search';
import { Problem } from '../api/problem';
import { why } from '../frame/why';
import { useTitle } from '../frame/Page';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { Facets } from './Facets';
import { Mistake } from './Mistake';
import { NothingFound } from './NothingFound';
import { Result } from './Result';
import { SearchBox } from './SearchBox';
import { SearchStart } from './SearchStart';
import { SearchTools } from './SearchTools';
import classes from './SearchPage.module.css';
import { isAsked, parseSearch, quoted, withFacet } from './address';
import { sentence } from '../text/place';
import { useNames } from './useNames';
import { useResultKeys } from './useResultKeys';

/** SearchPage looks in all that was ever read. The address holds the query and what it was narrowed to. */
export default function SearchPage() {
  const m = useMessages();
  const [params, setParams] = useSearchParams();
  const wanted = parseSearch(params);
  const asked = isAsked(wanted);
  useTitle(wanted.q || m.pages.search);
  useResultKeys();

  const results = useInfiniteQuery({
    queryKey: ['search', wanted],
    queryFn: ({ pageParam, signal }) => search(wanted, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => (last.next === '' ? undefined : last.next),
    enabled: asked,
  });
  const totals = useQuery({
    queryKey: ['totals', wanted],
    queryFn: ({ signal }) => searchTotals(wanted, signal),
    enabled: asked && !results.isError,
    placeholderData: keepPreviousData,
    refetchInterval: (q) => ((q.state.data?.rebuilding.length ?? 0) > 0 ? 5_000 : false),
  });
  const names = useNames();
  const found = results.data?.pages.flatMap((p) => p.items) ?? [];
  const explain = results.data?.pages[0]?.explain ?? '';
  const mistake = results.error instanceof Problem && results.error.status < 500 ? results.error : null;

  const set = (name: 'q' | 'sort', value: string) =>
    setParams((p) => {
      const next = new URLSearchParams(p);
      if (value === '') next.delete(name);
      else next.set(name, value);
      return next;
    });

  return (
    <div className={classes.page}>
      <h1 className={classes.hidden}>{m.pages.search}</h1>
      <SearchBox q={wanted.q} mistaken={mistake !== null} ask={(q) => set('q', q)} />
      {mistake && <Mistake query={wanted.q} at={mistake.at} detail={why(mistake, m)} />}
      {!asked && <SearchStart />}
      {asked && !mistake && (
        <>
          <div className={classes.bar}>
            <span className={classes.totals} role="status">
              {totals.data && m.search.result(totals.data.passages, totals.data.documents)}
            </span>
            <SearchTools wanted={wanted} sort={(s) => set('sort', s === 'newest' ? '' : s)} />
          </div>
          {wanted.q !== '' && explain !== '' && (
            <p className={classes.explain} lang="en">
              {sentence(explain)}.
            </p>
          )}
          {totals.data && totals.data.rebuilding.length > 0 && (
            <p className={classes.suggest} role="status">
              {m.search.rebuilding(totals.data.rebuilding)}
            </p>
          )}
          {totals.data && totals.data.instead !== '' && (
            <p className={classes.suggest}>
              {m.search.instead} <span lang="en">{totals.data.instead}</span>
            </p>
          )}
          {totals.data && totals.data.suggest !== '' && (
            <p className={classes.suggest}>
              {m.search.suggest} <Link to={'/search?q=' + encodeURIComponent(totals.data.suggest)}>{totals.data.suggest}</Link>?
            </p>
          )}
          <div className={classes.columns}>
            <Facets
              totals={totals.data}
              names={names}
              chosen={wanted.lists}
              toggle={(name, value) => setParams((p) => withFacet(p, name, value))}
              speaker={(name) => set('q', `${wanted.q} speaker:${quoted(name)}`.trim())}
            />
            <div className={classes.results}>
              {results.isPending && <Waiting rows={6} height={84} />}
              {results.isError && <Trouble what={m.pages.search} error={results.error} again={() => void results.refetch()} />}
              {results.isSuccess && found.length === 0 && <NothingFound />}
              {found.map((d) => (
                <Result key={d.id} document={d} />
              ))}
              {results.hasNextPage && (
                <Button variant="default" loading={results.isFetchingNextPage} onClick={() => void results.fetchNextPage()}>
                  {m.states.more}
                </Button>
              )}
            </div>
          </div>
        </>
      )}
    </div>
  );
}
