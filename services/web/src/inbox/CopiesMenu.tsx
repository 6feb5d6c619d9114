import { Menu, UnstyledButton } from '@mantine/core';
import { Link, useLocation } from 'react-router';
import type { Copy } from '../api/types';
import { useMessages } from '../i18n';
import classes from './MentionRow.module.css';

/** CopiesMenu lists the other places where the same conversation was found. */
export function CopiesMenu({ copies, focusable }: { copies: Copy[]; focusable: boolean }) {
  const m = useMessages();
  const { search } = useLocation(); // Escape leads back to this view
  return (
    <span onClick={(e) => e.stopPropagation()} onDoubleClick={(e) => e.stopPropagation()}>
      <Menu shadow="none" position="bottom-end" withinPortal withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <UnstyledButton className={classes.copies} tabIndex={focusable ? 0 : -1}>
            {m.inbox.copies(copies.length)}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {copies.map((c) => (
            <Menu.Item key={c.id} component={Link} to={`/mentions/${c.id}`} state={{ from: search }}>
              {m.kinds[c.kind] ?? c.kind} · {c.source || c.title}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}
