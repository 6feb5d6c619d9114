import { Menu } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useMessages } from '../i18n';
import classes from './FilterBar.module.css';
import type { FilterName } from './filters';
import { findable, offered, type Choice } from './choices';

interface Props {
  name: FilterName;
  choices: Choice[];
  chosen: string[];
  counts: Record<string, number> | undefined;
  toggle: (value: string) => void;
}

/** FilterChoices are the values of one filter to tick; of many, those that a word finds. */
export function FilterChoices({ name, choices, chosen, counts = {}, toggle }: Props) {
  const m = useMessages();
  const [typed, type] = useState('');
  const box = useRef<HTMLInputElement>(null);
  // Opened by a key, a menu has the focus on its first item: letters go to the box all the same.
  const find = (e: KeyboardEvent) => {
    if (e.key.length === 1 && e.key !== ' ' && !e.ctrlKey && !e.metaKey && !e.altKey) box.current?.focus();
  };
  // A tick changes the counts, and must not move the others under the hand.
  const [opened] = useState({ chosen, counts });
  return (
    <div onKeyDown={find}>
      {findable(choices) && <Menu.Search ref={box} size="xs" leftSection={<IconSearch size={14} />} aria-label={m.filters[name]} placeholder={m.filters[name]} value={typed} onChange={(e) => type(e.currentTarget.value)} />}
      {offered(choices, typed, opened.chosen, opened.counts).map((c) => (
        <Menu.CheckboxItem key={c.value} checked={chosen.includes(c.value)} onChange={() => toggle(c.value)}>
          <span className={classes.choice}>
            <span className={classes.label}>{c.label}</span> <span className={classes.number}>{counts[c.value]?.toLocaleString(m.locale)}</span>
          </span>
        </Menu.CheckboxItem>
      ))}
    </div>
  );
}
