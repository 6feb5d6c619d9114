import { ActionIcon, Menu, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots, IconExternalLink, IconInbox, IconPencil, IconPlayerPause, IconPlayerPlay, IconRefresh, IconTrash } from '@tabler/icons-react';
import { Link } from 'react-router';
import { fetchSource } from '../api/sources';
import type { Source } from '../api/types';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { useMessages } from '../i18n';
import { ago } from '../text/time';
import { useMay } from '../session/useMay';
import { RenameSource } from './RenameSource';
import { HealthWord, SourceTrouble } from './SourceTrouble';
import { useSourceActs } from './useSourceActs';

/** SourceRow is one source, how it is doing, and what can be done about it; read is false for what was only imported. */
export function SourceRow({ source: s, now, read }: { source: Source; now: Date; read: boolean }) {
  const m = useMessages();
  const may = useMay();
  const { act, pause, remove, rename } = useSourceActs(s);
  const [renaming, { open, close }] = useDisclosure(false);
  return (
    <Table.Tr>
      <Table.Td className={page.name}>
        {renaming ? (
          <RenameSource
            source={s}
            done={(name) => {
              close();
              rename(name);
            }}
            cancel={close}
          />
        ) : (
          <Link to={`/sources/${s.id}`}>{s.name}</Link>
        )}
        {s.title !== '' && s.title !== s.name && <div className="meta">{m.sources.callsItself(s.title)}</div>}
        <div className={page.address}>{[s.query, s.url].filter(Boolean).join(' · ')}</div>
      </Table.Td>
      <Table.Td>
        <HealthWord source={s} />
        <SourceTrouble source={s} />
        <Refused error={act.error} />
      </Table.Td>
      <Table.Td className={page.number} data-label={m.sources.items}>
        {s.documents > 0 ? <Link to={`/search?source=${s.id}`}>{s.documents.toLocaleString(m.locale)}</Link> : '–'}
      </Table.Td>
      <Table.Td className={page.nowrap} data-label={m.sources.read}>
        {s.lastRead === '' ? '–' : ago(s.lastRead, now, m)}
      </Table.Td>
      <Table.Td className={page.number}>
        {/* The closing menu must not take the focus from the field; when the field closes, the focus returns to the button. */}
        <Menu shadow="none" position="bottom-end" returnFocus={!renaming}>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size={30} aria-label={m.sources.acts(s.name)}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {may.write && !s.paused && read && (
              <Menu.Item leftSection={<IconRefresh size={16} />} onClick={() => act.mutate(() => fetchSource(s.id))}>
                {m.sources.fetch}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconInbox size={16} />} component={Link} to={`/inbox?source=${s.id}&state=all`}>
              {m.sources.mentions}
            </Menu.Item>
            {/^https?:\/\//.test(s.site) && (
              <Menu.Item leftSection={<IconExternalLink size={16} />} component="a" href={s.site} target="_blank" rel="noopener noreferrer">
                {m.sources.site}
              </Menu.Item>
            )}
            {may.write && (
              <>
                <Menu.Item leftSection={<IconPencil size={16} />} onClick={open}>
                  {m.sources.rename}
                </Menu.Item>
                <Menu.Item leftSection={s.paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />} onClick={() => pause(!s.paused)}>
                  {s.paused ? m.sources.resume : m.sources.pause}
                </Menu.Item>
                <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => remove()}>
                  {m.sources.remove}
                </Menu.Item>
              </>
            )}
          </Menu.Dropdown>
        </Menu>
      </Table.Td>
    </Table.Tr>
  );
}
