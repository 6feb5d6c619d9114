import { ActionIcon, Button, CloseButton, Menu, Pill, TextInput } from '@mantine/core';
import { IconChevronDown, IconDownload, IconFilter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { listBrands } from '../api/brands';
import { exportAddress, type Counts } from '../api/mentions';
import { listSources } from '../api/sources';
import { useLanguage, useMessages } from '../i18n';
import { useKeys } from '../keys/useKeys';
import { type Choice } from './choices';
import classes from './FilterBar.module.css';
import { FilterChoices } from './FilterChoices';
import { filterNames, isFiltered, parse, periods, type FilterName, type Filters } from './filters';
import { StateMenu } from './StateMenu';

interface Props {
  filters: Filters;
  counts: Counts | undefined;
  set: (name: FilterName | 'period' | 'q' | 'from' | 'to', values: string[]) => void;
  clear: () => void;
}

/** FilterBar shows which filters hold, each a chip that goes at a click, and offers the others. */
export function FilterBar({ filters, counts, set, clear }: Props) {
  const m = useMessages();
  const choices = useChoices();
  const [opened, setOpened] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  useKeys({
    // The first item has the focus before the next key can come.
    f: () => {
      flushSync(() => setOpened(true));
      menu.current?.querySelector<HTMLElement>('[data-menu-item]')?.focus();
    },
  });

  const toggle = (name: FilterName, value: string) => {
    // As the address says, which doesn't wait for the screen.
    const now = parse(new URLSearchParams(window.location.search)).lists[name] ?? [];
    set(name, now.includes(value) ? now.filter((v) => v !== value) : [...now, value]);
  };
  const word = (name: FilterName, value: string) => choices[name].find((c) => c.value === value)?.label ?? (name === 'conf' ? m.confidence[value] : undefined) ?? value;

  return (
    <div className={classes.bar}>
      <Menu shadow="none" position="bottom-start" closeOnItemClick={false} opened={opened} onChange={setOpened} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button size="compact-sm" variant="default" leftSection={<IconFilter size={14} />} title={`${m.filters.add} (f)`}>
            {m.filters.add}
          </Button>
        </Menu.Target>
        <Menu.Dropdown ref={menu}>
          {filterNames.map(
            (name, i) =>
              choices[name].length > 0 && (
                <Menu.Sub key={name}>
                  <Menu.Sub.Target>
                    <Menu.Sub.Item data-autofocus={i === 0 || undefined} onKeyDown={openByEnter}>
                      {m.filters[name]}
                    </Menu.Sub.Item>
                  </Menu.Sub.Target>
                  <Menu.Sub.Dropdown className={classes.menu}>
                    <FilterChoices
                      name={name}
                      choices={choices[name]}
                      chosen={filters.lists[name] ?? []}
                      counts={counts?.facets[name === 'lang' ? 'language' : name]}
                      toggle={(value) => toggle(name, value)}
                    />
                  </Menu.Sub.Dropdown>
                </Menu.Sub>
              ),
          )}
        </Menu.Dropdown>
      </Menu>
      <StateMenu states={filters.lists.state ?? []} counts={counts?.facets.state} set={(states) => set('state', states)} />
      <Menu shadow="none" position="bottom-start">
        <Menu.Target>
          <Button size="compact-sm" variant="default" rightSection={<IconChevronDown size={14} />}>
            {m.periods[filters.period || 'all'] ?? filters.period}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {periods.map((p) => (
            <Menu.Item key={p} onClick={() => set('period', p === 'all' ? [] : [p])}>
              {m.periods[p]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Words q={filters.q} set={(q) => set('q', q === '' ? [] : [q])} />
      <span className={classes.count} role="status">
        {counts && m.inbox.count(counts.total)}
      </span>
      {counts !== undefined && counts.total > 0 && <Export filters={filters} />}
      {filterNames.filter((name) => name !== 'state').flatMap((name) =>
        (filters.lists[name] ?? []).map((value) => <Chip key={name + value} word={word(name, value)} remove={() => toggle(name, value)} />),
      )}
      {(['from', 'to'] as const).map(
        (name) =>
          filters[name] !== '' && (
            <Chip key={name} word={m.filters[name](filters[name])} remove={() => set(name, [])} />
          ),
      )}
      {isFiltered(filters) && (
        <Button size="compact-sm" variant="transparent" onClick={clear}>
          {m.states.clear}
        </Button>
      )}
    </div>
  );
}

/** Export takes along what the filters show, as a file for a spreadsheet. */
function Export({ filters }: { filters: Filters }) {
  const { messages: m, language } = useLanguage();
  return (
    <ActionIcon component="a" href={exportAddress(filters, language, new Date())} download variant="subtle" color="gray" size={28} aria-label={m.inbox.export} title={m.inbox.export}>
      <IconDownload size={16} />
    </ActionIcon>
  );
}

/** openByEnter opens the values of a filter as the arrow to the right does. */
function openByEnter(e: KeyboardEvent) {
  if (e.key !== 'Enter') return;
  e.preventDefault();
  e.currentTarget.dispatchEvent(new window.KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
}

/** Chip is a filter that holds; it goes at a press. */
function Chip({ word, remove }: { word: string; remove: () => void }) {
  const m = useMessages();
  return (
    <Pill size="md" withRemoveButton onRemove={remove} removeButtonProps={{ 'aria-label': m.filters.remove(word), 'aria-hidden': false, tabIndex: 0 }}>
      {word}
    </Pill>
  );
}

/** Words looks in titles and quotes; it waits for Enter, so that the address isn't rewritten at each key. */
function Words({ q, set }: { q: string; set: (q: string) => void }) {
  const m = useMessages();
  const [typed, setTyped] = useState(q);
  useEffect(() => {
    setTyped(q);
  }, [q]);
  return (
    <form
      role="search"
      aria-label={m.filters.wordsLabel}
      className={classes.words}
      onSubmit={(e) => {
        e.preventDefault();
        set(typed.trim());
      }}
    >
      <TextInput
        size="xs"
        aria-label={m.filters.wordsLabel}
        placeholder={m.filters.words}
        value={typed}
        onChange={(e) => setTyped(e.currentTarget.value)}
        onKeyDown={(e) => e.key === 'Escape' && e.currentTarget.blur()}
        rightSection={q !== '' && <CloseButton size="xs" aria-label={m.filters.remove(q)} onClick={() => set('')} />}
      />
    </form>
  );
}

/** useChoices are the values each filter can take. */
function useChoices(): Record<FilterName, Choice[]> {
  const m = useMessages();
  const brands = useQuery({ queryKey: ['brands'], queryFn: ({ signal }) => listBrands(signal) });
  const sources = useQuery({ queryKey: ['sources'], queryFn: ({ signal }) => listSources(signal) });
  const words = (from: Record<string, string>) => Object.entries(from).map(([value, label]) => ({ value, label }));
  return {
    brand: (brands.data ?? []).map((b) => ({ value: b.id, label: b.name })),
    kind: words(m.kinds),
    source: (sources.data ?? []).map((s) => ({ value: s.id, label: s.name })),
    lang: words(m.languages),
    conf: words(m.confidence).filter((c) => c.value !== 'likely'),
    state: words(m.mentionStates),
    type: words(m.types),
    starred: [{ value: 'yes', label: m.acts.starred }],
  };
}
