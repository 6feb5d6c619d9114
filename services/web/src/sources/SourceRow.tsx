import { ActionIcon, Menu, Table } from '@mantine/core';
import { IconDots, IconExternalLink, IconInbox, IconPlayerPause, IconPlayerPlay, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { addSource, deleteSource, fetchSource, pauseSource } from '../api/sources';
import type { Source } from '../api/types';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { useMessages } from '../i18n';
import { ago } from '../text/time';
import { undoStack } from '../undo/undo';

/** SourceRow is one source, how it is doing, and what can be done about it. */
export function SourceRow({ source: s, now }: { source: Source; now: Date }) {
  const m = useMessages();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ['sources'] });
  const act = useMutation({ mutationFn: (f: () => Promise<unknown>) => f(), onSuccess: refresh });
  const pause = (paused: boolean) =>
    act.mutate(async () => {
      await pauseSource(s.id, paused);
      undoStack.push({ label: `${paused ? m.sources.paused : m.sources.resumed}: ${s.name}`, undo: () => pauseSource(s.id, !paused).then(refresh) });
    });
  const remove = () =>
    act.mutate(async () => {
      await deleteSource(s.id);
      undoStack.push({ label: m.sources.removed(s.name), undo: () => addSource(s).then(refresh) });
    });
  return (
    <Table.Tr>
      <Table.Td>
        {s.name}
        <div className={page.address}>{s.url}</div>
      </Table.Td>
      <Table.Td>
        <span className={s.paused || s.health === 'waiting' ? page.none : s.health === 'healthy' ? page.good : page.care}>
          {s.paused ? m.sources.paused : s.health === 'healthy' && s.error !== '' ? m.sources.repaired : (m.sources.words[s.health] ?? s.health)}
        </span>
        {s.error !== '' && <div className="meta">{s.error}</div>}
        <Refused error={act.error} />
      </Table.Td>
      <Table.Td className={page.number} data-label={m.sources.items}>
        {s.documents > 0 ? <Link to={`/search?source=${s.id}`}>{s.documents.toLocaleString(m.locale)}</Link> : '–'}
      </Table.Td>
      <Table.Td className={page.nowrap} data-label={m.sources.read}>
        {s.lastRead === '' ? '–' : ago(s.lastRead, now, m)}
      </Table.Td>
      <Table.Td className={page.number}>
        <Menu shadow="none" position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size={30} aria-label={m.sources.acts(s.name)}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconRefresh size={16} />} onClick={() => act.mutate(() => fetchSource(s.id))}>
              {m.sources.fetch}
            </Menu.Item>
            <Menu.Item leftSection={<IconInbox size={16} />} component={Link} to={`/inbox?source=${s.id}`}>
              {m.sources.mentions}
            </Menu.Item>
            {/^https?:\/\//.test(s.site) && (
              <Menu.Item leftSection={<IconExternalLink size={16} />} component="a" href={s.site} target="_blank" rel="noopener noreferrer">
                {m.sources.site}
              </Menu.Item>
            )}
            <Menu.Item leftSection={s.paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />} onClick={() => pause(!s.paused)}>
              {s.paused ? m.sources.resume : m.sources.pause}
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash size={16} />} onClick={remove}>
              {m.sources.remove}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Table.Td>
    </Table.Tr>
  );
}
