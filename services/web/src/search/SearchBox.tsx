import { Autocomplete, Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { namesLike } from '../api/search';
import { useNarrow } from '../frame/useNarrow';
import { useMessages } from '../i18n';
import { useKeys } from '../keys/useKeys';
import { complete, lastWord } from './address';
import classes from './SearchPage.module.css';

interface Props {
  q: string;
  mistaken: boolean;
  ask: (q: string) => void;
}

/** SearchBox takes a query and offers the shows, people and brands that the last word may mean. */
export function SearchBox({ q, mistaken, ask }: Props) {
  const m = useMessages();
  const narrow = useNarrow();
  const [typed, setTyped] = useState(q);
  const box = useRef<HTMLInputElement>(null);
  const [word] = useDebouncedValue(lastWord(typed), 120);
  const names = useQuery({
    queryKey: ['names', word],
    queryFn: ({ signal }) => namesLike(word, signal),
    enabled: word.length > 1,
    placeholderData: keepPreviousData,
  });
  useEffect(() => {
    setTyped(q);
  }, [q]);
  useEffect(() => {
    if (q === '') box.current?.focus();
  }, [q]);
  useKeys({ '/': () => box.current?.select() });

  const offered = lastWord(typed).length > 1 ? (names.data ?? []) : [];
  const options = new Map(offered.map((n) => [complete(typed, n.field, n.value), n]));
  return (
    <form
      className={classes.form}
      role="search"
      onSubmit={(e) => {
        e.preventDefault();
        box.current?.blur(); // the offered names would cover what was found
        ask(typed.trim());
      }}
    >
      <Autocomplete
        id="search-all"
        ref={box}
        className={classes.box}
        size="md"
        value={typed}
        onChange={setTyped}
        data={[...options.keys()]}
        filter={({ options: all }) => all}
        renderOption={({ option }) => {
          const name = options.get(option.value);
          return name ? (
            <span className={classes.offered}>
              {name.value} <span className="meta">{m.search.fields[name.field] ?? name.field}</span>
            </span>
          ) : (
            option.value
          );
        }}
        comboboxProps={{ shadow: 'none' }}
        aria-label={m.search.label}
        placeholder={narrow ? m.pages.search : m.search.label}
        leftSection={<IconSearch size={18} />}
        error={mistaken}
        attributes={mistaken ? { input: { 'aria-describedby': 'search-mistake' } } : undefined}
        spellCheck={false}
        onKeyDown={(e) => e.key === 'Escape' && e.currentTarget.blur()}
      />
      <Button type="submit" size="md">
        {m.search.button}
      </Button>
    </form>
  );
}
