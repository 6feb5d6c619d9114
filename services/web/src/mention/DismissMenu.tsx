import { Button, Menu, type ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { useMessages } from '../i18n';
import { dismissReasons } from '../inbox/useActs';
import type { Dismissal } from './useDismissal';

interface Props {
  size: ButtonProps['size'];
  byKey?: Dismissal; // of the one menu that d opens
  onDismiss: (reason: string) => void;
}

/** DismissMenu asks for the reason. */
export function DismissMenu({ size, byKey, onDismiss }: Props) {
  const m = useMessages();
  const [own, ownActs] = useDisclosure(false);
  const { opened, open, close } = byKey ?? { opened: own, ...ownActs };
  const dismiss = (reason: string) => {
    close();
    onDismiss(reason);
  };
  return (
    // A key outside is no click outside: before the menu has the focus, 1 to 5 are pressed there.
    <Menu shadow="none" position="bottom-start" opened={opened} onChange={(to) => (to ? open() : close())} returnFocus={false} clickOutsideEvents={['mousedown', 'touchstart']}>
      <Menu.Target>
        <Button size={size} variant="default" leftSection={<IconX size={16} />} rightSection={<IconChevronDown size={14} />} title="d">
          {m.acts.dismiss}
        </Button>
      </Menu.Target>
      <Menu.Dropdown
        onKeyDown={(e) => {
          const reason = dismissReasons[Number(e.key) - 1];
          if (!reason) return;
          e.preventDefault();
          dismiss(reason);
        }}
      >
        {dismissReasons.map((r, i) => (
          <Menu.Item key={r} rightSection={<span className="meta">{i + 1}</span>} onClick={() => dismiss(r)}>
            {m.dismissals[r]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
