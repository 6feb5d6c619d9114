import { Button, Menu, Pill } from '@mantine/core';
import { IconChevronDown, IconFilter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, type ReactNode } from 'react';
import { listBrands, listSources, type Counts } from '../api/desk';
import { useMessages } from '../i18n';
import { useKeys } from '../keys/useKeys';
import classes from './FilterBar.module.css';
import { filterNames, periods, type FilterName, type Filters } from './filters';

interface Props {
  filters: Filters;
  counts: Counts | undefined;
  set: (name: FilterName | 'period' | 'q', values: string[]) => void;
  clear: () => void;
  children?: ReactNode; // stands before the count
}

/** FilterBar shows which filters hold, each a chip that goes at a click, and offers the others. */
export function FilterBar({ filters, counts, set, clear, children }: Props) {
  const m = useMessages();
  const choices = useChoices();
  const button = useRef<HTMLButtonElement>(null);
  useKeys({ f: () => button.current?.click() });

  const toggle = (name: FilterName, value: string) => {
    const now = filters.lists[name] ?? [];
    set(name, now.includes(value) ? now.filter((v) => v !== value) : [...now, value]);
  };
  const word = (name: FilterName, value: string) => choices[name].find((c) => c.value === value)?.label ?? value;

  return (
    <div className={classes.bar}>
      <Menu shadow="none" position="bottom-start" closeOnItemClick={false}>
        <Menu.Target>
          <Button ref={button} size="compact-sm" variant="default" leftSection={<IconFilter size={14} />} title={`${m.filters.add} (f)`}>
            {m.filters.add}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {filterNames.map(
            (name) =>
              choices[name].length > 0 && (
                <Menu.Sub key={name}>
                  <Menu.Sub.Target>
                    <Menu.Sub.Item>{m.filters[name]}</Menu.Sub.Item>
                  </Menu.Sub.Target>
                  <Menu.Sub.Dropdown className={classes.menu}>
                    {choices[name].map((c) => (
                      <Menu.CheckboxItem key={c.value} checked={filters.lists[name]?.includes(c.value) ?? false} onChange={() => toggle(name, c.value)}>
                        <span className={classes.choice}>
                          {c.label} <span className={classes.number}>{counts?.facets[name === 'lang' ? 'language' : name]?.[c.value]}</span>
                        </span>
                      </Menu.CheckboxItem>
                    ))}
                  </Menu.Sub.Dropdown>
                </Menu.Sub>
              ),
          )}
        </Menu.Dropdown>
      </Menu>
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
      {filterNames.flatMap((name) =>
        (filters.lists[name] ?? []).map((value) => (
          <Pill
            key={name + value}
            size="md"
            withRemoveButton
            onRemove={() => toggle(name, value)}
            removeButtonProps={{ 'aria-label': m.filters.remove(word(name, value)), 'aria-hidden': false, tabIndex: 0 }}
          >
            {word(name, value)}
          </Pill>
        )),
      )}
      {filters.q !== '' && (
        <Pill size="md" withRemoveButton onRemove={() => set('q', [])}>
          {filters.q}
        </Pill>
      )}
      {Object.keys(filters.lists).length > 1 && (
        <Button size="compact-sm" variant="transparent" onClick={clear}>
          {m.states.clear}
        </Button>
      )}
      <span className={classes.end}>
        {children}
        <span className={classes.count} role="status">
          {counts && m.inbox.count(counts.total)}
        </span>
      </span>
    </div>
  );
}

interface Choice {
  value: string;
  label: string;
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
    source: (sources.data ?? []).map((s) => ({ value: s.id, label: s.name || s.url })),
    lang: words(m.languages),
    conf: words(m.confidence).filter((c) => c.value !== 'likely'),
    state: words(m.mentionStates),
    type: words(m.types),
  };
}
