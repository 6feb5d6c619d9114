import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useMessages } from '../i18n';
import classes from './FilterBar.module.css';

interface Props {
  states: string[]; // none means all
  counts: Record<string, number> | undefined;
  set: (states: string[]) => void;
}

/** StateMenu says which mentions are listed: what is new, what was judged, or all. */
export function StateMenu({ states, counts, set }: Props) {
  const m = useMessages();
  const word = states.length === 0 ? m.filters.allStates : states.map((s) => m.mentionStates[s] ?? s).join(', ');
  return (
    <Menu shadow="none" position="bottom-start">
      <Menu.Target>
        <Button size="compact-sm" variant="default" rightSection={<IconChevronDown size={14} />} className={classes.choose} aria-label={`${m.filters.state}: ${word}`}>
          {word}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {['new', 'confirmed', 'dismissed'].map((s) => (
          <Menu.Item key={s} onClick={() => set([s])}>
            <span className={classes.choice}>
              <span>{m.mentionStates[s]}</span> <span className={classes.number}>{counts?.[s]?.toLocaleString(m.locale)}</span>
            </span>
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => set([])}>{m.filters.allStates}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
