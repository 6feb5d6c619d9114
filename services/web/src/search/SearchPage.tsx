import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { search, searchTotals } from '../api/search';
import { Problem } from '../api/problem';
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
import { isAsked, parseSearch, withFacet } from './address';
import { sentence } from '../text/place';
import { phraseExplanation } from './phrase';
import { speakersOf, withSpeaker } from './speakers';
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
  const explanation = results.data?.pages[0]?.explanation;
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
      {mistake && <Mistake query={wanted.q} problem={mistake} />}
      {!asked && <SearchStart />}
      {asked && !mistake && (
        <>
          <div className={classes.bar}>
            <span className={classes.totals} role="status">
              {totals.data && m.search.result(totals.data.passages, totals.data.documents)}
            </span>
            <SearchTools wanted={wanted} sort={(s) => set('sort', s === 'newest' ? '' : s)} />
          </div>
          {wanted.q !== '' && explanation && (
            <p className={classes.explain}>
              {sentence(phraseExplanation(explanation, m))}. {explanation.optional && m.query.optional(explanation.optional)}
            </p>
          )}
          {totals.data && totals.data.rebuilding.length > 0 && (
            <p className={classes.suggest} role="status">
              {m.search.rebuilding(totals.data.rebuilding)}
            </p>
          )}
          {totals.data?.relaxed && <p className={classes.suggest}>{m.query.relaxed(phraseExplanation(totals.data.relaxed, m))}</p>}
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
              speakers={speakersOf(wanted.q)}
              speaker={(name) => set('q', withSpeaker(wanted.q, name))}
            />
            <div className={classes.results}>
              {results.isPending && <Waiting rows={6} height={84} />}
              {results.isError && <Trouble what={m.pages.search} error={results.error} again={() => void results.refetch()} />}
              {results.isSuccess && found.length === 0 && <NothingFound />}
              {found.map((d) => (
                <Result key={d.id} document={d} wanted={wanted} />
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
