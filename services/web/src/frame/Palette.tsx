import { Modal, TextInput } from '@mantine/core';
import { IconBuilding, IconRss, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { listBrands } from '../api/brands';
import { listSources } from '../api/sources';
import { useMessages } from '../i18n';
import classes from './Palette.module.css';
import { matching, type Goal } from './goals';
import { usePlaces } from './places';

/** Palette is the window that Ctrl-K or Cmd-K opens anywhere: some letters of a page, brand or source, and Enter. */
export function Palette() {
  const m = useMessages();
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      if (!(e.ctrlKey || e.metaKey) || e.altKey || e.shiftKey || e.key.toLowerCase() !== 'k') return;
      e.preventDefault();
      setOpened((was) => !was);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  const close = () => setOpened(false);
  return (
    // Without a transition: what is typed at once must reach the field, and not the page's single keys.
    // Without a header, which would be a second banner of the page.
    <Modal.Root opened={opened} onClose={close} transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content shadow="none" aria-label={m.palette.title}>
        <Modal.Body pt="md">
          <Goals close={close} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Goals({ close }: { close: () => void }) {
  const m = useMessages();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const places = usePlaces();
  const brands = useQuery({ queryKey: ['brands'], queryFn: ({ signal }) => listBrands(signal) });
  const sources = useQuery({ queryKey: ['sources'], queryFn: ({ signal }) => listSources(signal) });
  const all: Goal[] = [
    ...places.flat().map((p) => ({ kind: 'pages' as const, name: m.pages[p.name], to: p.to, icon: p.icon })),
    ...(brands.data ?? []).map((b) => ({ kind: 'brands' as const, name: b.name, to: `/inbox?brand=${encodeURIComponent(b.id)}`, icon: IconBuilding })),
    ...(sources.data ?? []).map((s) => ({ kind: 'sources' as const, name: s.name, to: `/sources/${encodeURIComponent(s.id)}`, icon: IconRss })),
  ];
  const goals = matching(all, typed);
  const q = typed.trim();
  if (q !== '') goals.push({ kind: 'search', name: m.palette.searchFor(q), to: `/search?q=${encodeURIComponent(q)}`, icon: IconSearch });
  const chosen = Math.min(at, goals.length - 1);
  useEffect(() => {
    document.getElementById(`goal-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  const go = (goal: Goal | undefined) => {
    if (!goal) return;
    close();
    void navigate(goal.to);
  };
  const moves: Record<string, number> = { ArrowDown: chosen + 1, ArrowUp: chosen - 1, PageDown: goals.length - 1, PageUp: 0 };
  return (
    <>
      <TextInput
        autoFocus
        data-autofocus
        role="combobox"
        aria-label={m.palette.hint}
        aria-expanded
        aria-controls="goals"
        aria-activedescendant={goals.length > 0 ? `goal-${chosen}` : undefined}
        placeholder={m.palette.hint}
        leftSection={<IconSearch size={16} />}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(e) => {
          setTyped(e.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(e) => {
          const to = moves[e.key];
          if (to !== undefined) {
            e.preventDefault();
            setAt((to + goals.length) % goals.length);
          }
          if (e.key === 'Enter' && !e.nativeEvent.isComposing) {
            e.preventDefault();
            go(goals[chosen]);
          }
        }}
      />
      <ul id="goals" role="listbox" aria-label={m.palette.title} className={classes.goals}>
        {goals.map((g, i) => (
          <li key={g.kind + g.to} id={`goal-${i}`} role="option" aria-selected={i === chosen} className={classes.goal} onClick={() => go(g)} onMouseMove={() => setAt(i)}>
            <g.icon size={18} stroke={1.6} />
            <span className={classes.name}>{g.name}</span>
            {g.kind !== 'search' && <span className="meta">{m.palette[g.kind]}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
