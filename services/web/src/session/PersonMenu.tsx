import { ActionIcon, Menu } from '@mantine/core';
import { IconLogout, IconUser } from '@tabler/icons-react';
import { useMessages } from '../i18n';
import { useLeave, useSession } from './useSession';

/** PersonMenu says who is signed in, and signs out. */
export function PersonMenu() {
  const m = useMessages();
  const leave = useLeave();
  const { data: who } = useSession();
  if (!who) return null;
  return (
    <Menu position="bottom-end" shadow="none">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label={m.signIn.person} title={who.open ? m.signIn.person : who.name}>
          <IconUser size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown maw={300}>
        <Menu.Label>
          {who.open ? m.signIn.open : who.name}
          {!who.open && ` · ${m.signIn.scopes[who.scope] ?? who.scope}`}
        </Menu.Label>
        {!who.open && (
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>
            {m.signIn.out}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
