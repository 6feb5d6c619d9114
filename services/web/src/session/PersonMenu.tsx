import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { useLanguage, useMessages } from '../i18n';
import { useLeave, useSession } from './useSession';

const schemes = [['light', IconSun], ['dark', IconMoon], ['auto', IconDeviceDesktop]] as const;
const languages = [['en', 'English'], ['nl', 'Nederlands']] as const;

/** PersonMenu shows who is signed in, and holds their own settings. */
export function PersonMenu() {
  const m = useMessages();
  const leave = useLeave();
  const { language, choose } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { data: who } = useSession();
  if (!who) return null;
  const here = (yes: boolean) => ({ 'aria-current': yes || undefined, rightSection: yes ? <IconCheck size={16} aria-hidden /> : undefined });
  return (
    <Menu position="bottom-end" shadow="none">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label={m.signIn.person} title={who.open || who.key ? m.signIn.person : who.name}>
          <IconUser size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown maw={300}>
        <Menu.Label>
          {who.open ? m.signIn.open : who.key ? m.signIn.byLink : who.name}
          {!who.open && !who.key && ` · ${m.people.roles[who.scope] ?? who.scope}`}
        </Menu.Label>
        {!who.open && (
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>
            {m.signIn.out}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Label>{m.frame.language}</Menu.Label>
        {languages.map(([code, name]) => (
          <Menu.Item key={code} lang={code} onClick={() => choose(code)} {...here(language === code)}>
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{m.frame.scheme}</Menu.Label>
        {schemes.map(([name, Icon]) => (
          <Menu.Item key={name} leftSection={<Icon size={16} />} onClick={() => setColorScheme(name)} {...here(colorScheme === name)}>
            {m.frame.schemes[name]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
