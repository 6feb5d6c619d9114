import { Button, EmptyState, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { search, searchTotals } from '../api/desk';
import { Problem } from '../api/problem';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { useKeys } from '../keys/useKeys';
import { Facets } from './Facets';
import { Mistake } from './Mistake';
import { Result } from './Result';
import { useNames } from './useNames';
import classes from './SearchPage.module.css';
import { parseSearch, withFacet } from './address';

/** SearchPage looks in all that was ever read. The address holds the query and what it was narrowed to. */
export default function SearchPage() {
  const m = useMessages();
  const [params, setParams] = useSearchParams();
  const wanted = parseSearch(params);
  const [typed, setTyped] = useState(wanted.q);
  const box = useRef<HTMLInputElement>(null);
  const asked = wanted.q !== '';

  useEffect(() => setTyped(wanted.q), [wanted.q]);
  useEffect(() => {
    if (!asked) box.current?.focus();
  }, [asked]);
  useKeys({ '/': () => box.current?.select() });

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
  });
  const names = useNames();
  const found = results.data?.pages.flatMap((p) => p.items) ?? [];
  const mistake = results.error instanceof Problem && results.error.status < 500 ? results.error : null;

  const submit = () => setParams((p) => {
    const next = new URLSearchParams(p);
    if (typed.trim() === '') next.delete('q');
    else next.set('q', typed.trim());
    return next;
  });

  return (
    <div className={classes.page}>
      <form
        className={classes.form}
        role="search"
        onSubmit={(e) => {
          e.preventDefault();
          submit();
        }}
      >
        <TextInput
          id="search-all"
          ref={box}
          className={classes.box}
          size="md"
          value={typed}
          onChange={(e) => setTyped(e.currentTarget.value)}
          aria-label={m.search.label}
          placeholder={m.search.label}
          leftSection={<IconSearch size={18} />}
          error={mistake !== null}
          aria-describedby={mistake ? 'search-mistake' : undefined}
          spellCheck={false}
        />
        <Button type="submit" size="md">
          {m.search.button}
        </Button>
      </form>
      {mistake && <Mistake query={wanted.q} at={mistake.at} detail={mistake.message} />}
      {!asked && <EmptyState mt={64} icon={<IconSearch size={32} stroke={1.4} />} title={m.search.start} description={m.search.help} />}
      {asked && !mistake && (
        <>
          <div className={classes.bar}>
            <span role="status">
              {totals.data && m.search.result(totals.data.passages, totals.data.documents)}
            </span>
            <Select
              size="xs"
              w={170}
              aria-label={m.search.sort}
              allowDeselect={false}
              data={[{ value: 'newest', label: m.search.newest }, { value: 'relevance', label: m.search.relevance }]}
              value={wanted.sort}
              onChange={(v) => setParams((p) => {
                const next = new URLSearchParams(p);
                if (v === 'relevance') next.set('sort', 'relevance');
                else next.delete('sort');
                return next;
              })}
            />
          </div>
          {totals.data && totals.data.suggest !== '' && (
            <p className={classes.suggest}>
              {m.search.suggest}{' '}
              <Link to={'/search?q=' + encodeURIComponent(totals.data.suggest)}>{totals.data.suggest}</Link>
            </p>
          )}
          <div className={classes.columns}>
            <Facets totals={totals.data} names={names} chosen={wanted.lists} toggle={(name, value) => setParams((p) => withFacet(p, name, value))} />
            <div className={classes.results}>
              {results.isPending && <Waiting rows={6} height={84} />}
              {results.isError && <Trouble what={m.pages.search} error={results.error} again={() => void results.refetch()} />}
              {results.isSuccess && found.length === 0 && <EmptyState mt={48} title={m.search.none} description={m.search.noneHelp} />}
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
