import { ActionIcon, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKeyboard, IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { NavLink, useLocation, useNavigate } from 'react-router';
import { useMessages } from '../i18n';
import { useKeys } from '../keys/useKeys';
import { useLive, useLiveFeed } from '../live/useLive';
import { PersonMenu } from '../session/PersonMenu';
import { UndoNotice } from '../undo/UndoNotice';
import { CopyByHand } from './CopyByHand';
import { DeadLetters } from './DeadLetters';
import classes from './Frame.module.css';
import { KeysHelp } from './KeysHelp';
import { Logo } from './Logo';
import { Navigation, Tabs } from './Navigation';
import { Palette } from './Palette';
import { Paused } from './Paused';
import { places } from './places';
import { useNarrow } from './useNarrow';

/** Frame surrounds every page: header, navigation, keys and the undo notice. */
export function Frame({ children }: { children: ReactNode }) {
  const m = useMessages();
  const navigate = useNavigate();
  const [help, { open, close }] = useDisclosure(false);
  useLiveFeed();

  const go = Object.fromEntries(places.flat().flatMap((p) => (p.key ? [[`g ${p.key}`, () => void navigate(p.to)]] : [])));
  useKeys({ ...go, '?': open, '/': () => document.getElementById('search-all')?.focus() }, 'frame');

  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#content">
        {m.frame.skip}
      </a>
      <Header onHelp={open} />
      <Navigation />
      <main id="content" className={classes.main} tabIndex={-1}>
        <Offline />
        <Paused />
        <DeadLetters />
        <div className={classes.content} data-scrolls>{children}</div>
      </main>
      <Tabs />
      <KeysHelp opened={help} onClose={close} />
      <Palette />
      <UndoNotice />
      <CopyByHand />
    </div>
  );
}

function Header({ onHelp }: { onHelp: () => void }) {
  const m = useMessages();
  return (
    <header className={classes.header}>
      <NavLink to="/inbox" className={classes.name} aria-label="Namedrop">
        <Logo /> <span>Namedrop</span>
      </NavLink>
      <SearchBox />
      <div className={classes.tools}>
        <LiveDot />
        <ActionIcon variant="subtle" color="gray" size={32} onClick={onHelp} aria-label={`${m.frame.help} (?)`} title={`${m.frame.help} (?)`}>
          <IconKeyboard size={18} />
        </ActionIcon>
        <PersonMenu />
      </div>
    </header>
  );
}

function SearchBox() {
  const m = useMessages();
  const navigate = useNavigate();
  const location = useLocation();
  const box = useRef<HTMLInputElement>(null);
  const narrow = useNarrow();
  // On the search page the page's own box is the one that counts.
  useEffect(() => {
    if (location.pathname !== '/search' && box.current) box.current.value = '';
  }, [location.pathname]);
  if (location.pathname === '/search') return <div className={classes.search} />;
  return (
    <form
      className={classes.search}
      role="search"
      aria-label={m.frame.searchAll}
      onSubmit={(e) => {
        e.preventDefault();
        const q = box.current?.value.trim() ?? '';
        void navigate(q === '' ? '/search' : `/search?q=${encodeURIComponent(q)}`);
      }}
    >
      <TextInput
        id="search-all"
        ref={box}
        size="sm"
        aria-label={m.frame.searchAll}
        placeholder={narrow ? m.pages.search : m.frame.searchAll}
        leftSection={<IconSearch size={16} />}
        onKeyDown={(e) => e.key === 'Escape' && e.currentTarget.blur()}
      />
    </form>
  );
}

function LiveDot() {
  const m = useMessages();
  const { connected } = useLive();
  const word = connected ? m.frame.live : m.frame.lost;
  return (
    <span className={classes.live} data-connected={connected || undefined} title={word}>
      <span className={classes.dot} aria-hidden />
      <span className={classes.word}>{word}</span>
    </span>
  );
}

/** Offline says since when what is shown may be old. */
function Offline() {
  const m = useMessages();
  const { lost } = useLive();
  return (
    <div role="status" className={classes.offline} data-lost={lost !== null || undefined}>
      {lost && m.frame.offline(lost.toLocaleTimeString(m.locale, { timeStyle: 'short' }))}
    </div>
  );
}
