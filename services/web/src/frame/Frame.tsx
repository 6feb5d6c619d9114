import { ActionIcon, Menu, TextInput, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBell, IconBuilding, IconDots, IconFileAnalytics, IconFlag, IconInbox, IconKeyboard, IconRss, IconSearch, IconSend, IconUsers, IconWorld } from '@tabler/icons-react';
import { useEffect, useRef, type ComponentType, type ReactNode } from 'react';
import { NavLink, useLocation, useNavigate } from 'react-router';
import { useMessages } from '../i18n';
import { useKeys } from '../keys/useKeys';
import { useLive, useLiveFeed } from '../live/useLive';
import { PersonMenu } from '../session/PersonMenu';
import { useSession } from '../session/useSession';
import { UndoNotice } from '../undo/UndoNotice';
import { DeadLetters } from './DeadLetters';
import classes from './Frame.module.css';
import { KeysHelp } from './KeysHelp';
import { Logo } from './Logo';
import { Paused } from './Paused';
import { useNarrow } from './useNarrow';

interface Place {
  to: string;
  name: 'inbox' | 'search' | 'reports' | 'brands' | 'sources' | 'alerts' | 'deliveries' | 'sites' | 'annotations' | 'people';
  icon: ComponentType<{ size?: number; stroke?: number }>;
  key?: string; // after g
}

const places: Place[][] = [
  [
    { to: '/inbox', name: 'inbox', icon: IconInbox, key: 'i' },
    { to: '/search', name: 'search', icon: IconSearch, key: 's' },
    { to: '/reports', name: 'reports', icon: IconFileAnalytics, key: 'r' },
  ],
  [
    { to: '/brands', name: 'brands', icon: IconBuilding, key: 'b' },
    { to: '/sources', name: 'sources', icon: IconRss, key: 'o' },
    { to: '/alerts', name: 'alerts', icon: IconBell, key: 'a' },
    { to: '/deliveries', name: 'deliveries', icon: IconSend, key: 'd' },
  ],
  [
    { to: '/sites', name: 'sites', icon: IconWorld },
    { to: '/annotations', name: 'annotations', icon: IconFlag },
  ],
  [{ to: '/people', name: 'people', icon: IconUsers, key: 'p' }],
];

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
      <UndoNotice />
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

/** usePlaces are the pages that whoever is signed in may open. */
function usePlaces(): Place[][] {
  const { data: who } = useSession();
  return who?.scope === 'admin' ? places : places.slice(0, -1);
}

function Navigation() {
  const m = useMessages();
  const shown = usePlaces();
  return (
    <nav className={classes.navigation} aria-label={m.frame.navigation}>
      {shown.map((group, i) => (
        <ul key={i} className={classes.group}>
          {group.map((p) => (
            <li key={p.to}>
              <NavLink to={p.to} className={classes.place} title={p.key ? `${m.pages[p.name]} (g ${p.key})` : m.pages[p.name]}>
                <p.icon size={18} stroke={1.6} />
                <span>{m.pages[p.name]}</span>
              </NavLink>
            </li>
          ))}
        </ul>
      ))}
    </nav>
  );
}

/** Tabs stand at the foot of a narrow screen in place of the navigation. */
function Tabs() {
  const m = useMessages();
  const shown = usePlaces();
  const navigate = useNavigate();
  return (
    <nav className={classes.tabs} aria-label={m.frame.navigation}>
      {places[0]!.map((p) => (
        <NavLink key={p.to} to={p.to} className={classes.tab}>
          <p.icon size={20} stroke={1.6} />
          <span>{m.pages[p.name]}</span>
        </NavLink>
      ))}
      <Menu position="top-end" shadow="none">
        <Menu.Target>
          <UnstyledButton className={classes.tab}>
            <IconDots size={20} stroke={1.6} />
            <span>{m.pages.more}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {shown.slice(1).flat().map((p) => (
            <Menu.Item key={p.to} leftSection={<p.icon size={18} stroke={1.6} />} onClick={() => void navigate(p.to)}>
              {m.pages[p.name]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
