import { Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { NavLink, useNavigate } from 'react-router';
import { useMessages } from '../i18n';
import { useUnread } from '../inbox/useMentions';
import classes from './Frame.module.css';
import { places, useAttention, usePlaces, type Place } from './places';

/** Navigation is the pages, each with a count of what somebody should look at there. */
export function Navigation() {
  const m = useMessages();
  const shown = usePlaces();
  const attention = useAttention();
  const count = (p: Place) => (p.counts && attention?.[p.counts]) || 0;
  const title = (p: Place) => (p.counts && count(p) > 0 ? m.frame.attention[p.counts](count(p)) : p.key ? `${m.pages[p.name]} (g ${p.key})` : m.pages[p.name]);
  return (
    <nav className={classes.navigation} aria-label={m.frame.navigation}>
      {shown.map((group, i) => (
        <ul key={i} className={classes.group}>
          {group.map((p) => (
            <li key={p.to}>
              <NavLink to={count(p) > 0 ? (p.helps ?? p.to) : p.to} className={classes.place} title={title(p)}>
                <p.icon size={18} stroke={1.6} />
                <span>{m.pages[p.name]}</span>
                {p.name === 'inbox' && <Unread />}
                {p.counts && count(p) > 0 && <Count n={count(p)} of={m.frame.attention[p.counts](count(p))} />}
              </NavLink>
            </li>
          ))}
        </ul>
      ))}
    </nav>
  );
}

/** Tabs stand at the foot of a narrow screen in place of the navigation. */
export function Tabs() {
  const m = useMessages();
  const shown = usePlaces();
  const navigate = useNavigate();
  const attention = useAttention();
  const count = (p: Place) => (p.counts && attention?.[p.counts]) || 0;
  const all = shown.flat().reduce((n, p) => n + count(p), 0);
  return (
    <nav className={classes.tabs} aria-label={m.frame.navigation}>
      {places[0]!.map((p) => (
        <NavLink key={p.to} to={p.to} className={classes.tab}>
          <p.icon size={20} stroke={1.6} />
          <span>{m.pages[p.name]}</span>
          {p.name === 'inbox' && <Unread />}
        </NavLink>
      ))}
      <Menu position="top-end" shadow="none">
        <Menu.Target>
          <UnstyledButton className={classes.tab}>
            <IconDots size={20} stroke={1.6} />
            <span>{m.pages.more}</span>
            {all > 0 && <Count n={all} of={`${all} ${m.frame.needAttention}`} />}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {shown.slice(1).flat().map((p) => (
            <Menu.Item key={p.to} leftSection={<p.icon size={18} stroke={1.6} />} onClick={() => void navigate(count(p) > 0 ? (p.helps ?? p.to) : p.to)}>
              {m.pages[p.name]} {p.counts && count(p) > 0 && <span className="meta">{m.frame.attention[p.counts](count(p))}</span>}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}

/** Unread is how many mentions are new. */
function Unread() {
  const m = useMessages();
  const unread = useUnread();
  if (unread === 0) return null;
  return (
    <span className={classes.unread}>
      {unread.toLocaleString(m.locale)} <VisuallyHidden>{m.inbox.unread}</VisuallyHidden>
    </span>
  );
}

/** Count is a number in a disc; a screen reader hears what is counted. */
function Count({ n, of }: { n: number; of: string }) {
  return (
    <>
      <span className={classes.count} aria-hidden>
        {n > 99 ? '99+' : n}
      </span>
      <VisuallyHidden>, {of}</VisuallyHidden>
    </>
  );
}
