import { Button, Menu, type ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { useMessages } from '../i18n';
import { dismissReasons } from '../inbox/useActs';
import { useKeys } from '../keys/useKeys';

/** DismissMenu asks for the reason: d opens it, 1 to 5 choose. */
export function DismissMenu({ size, onDismiss }: { size: ButtonProps['size']; onDismiss: (reason: string) => void }) {
  const m = useMessages();
  const [opened, { open, close, toggle }] = useDisclosure(false);
  useKeys({ d: open });
  const dismiss = (reason: string) => {
    close();
    onDismiss(reason);
  };
  return (
    <Menu shadow="none" position="bottom-start" opened={opened} onChange={toggle} returnFocus={false}>
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
