import { ActionIcon, Button, Menu, Table, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots, IconExternalLink, IconInbox, IconPencil, IconPlayerPause, IconPlayerPlay, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { deleteSource, fetchSource, pauseSource, renameSource, restoreSource } from '../api/sources';
import type { Source } from '../api/types';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { unread } from '../frame/why';
import { useMessages } from '../i18n';
import { ago } from '../text/time';
import { undoStack } from '../undo/undo';

/** SourceRow is one source, how it is doing, and what can be done about it; read is false for what was only imported. */
export function SourceRow({ source: s, now, read }: { source: Source; now: Date; read: boolean }) {
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
      undoStack.push({ label: m.sources.removed(s.name), undo: () => restoreSource(s).then(refresh) });
    });
  const [renaming, { open, close }] = useDisclosure(false);
  const rename = (name: string) => {
    close();
    if (name.trim() === s.name) return;
    const back = s.name === s.title ? '' : s.name;
    act.mutate(async () => {
      await renameSource(s.id, name);
      undoStack.push({ label: m.sources.renamed(name.trim() || s.title), undo: () => renameSource(s.id, back).then(refresh) });
    });
  };
  return (
    <Table.Tr>
      <Table.Td className={page.name}>
        {renaming ? <Rename source={s} done={rename} cancel={close} /> : s.name}
        {s.title !== '' && s.title !== s.name && <div className="meta">{m.sources.callsItself(s.title)}</div>}
        <div className={page.address}>{[s.query, s.url].filter(Boolean).join(' · ')}</div>
      </Table.Td>
      <Table.Td>
        <span className={s.paused || s.health === 'waiting' ? page.none : s.health === 'healthy' ? page.good : page.care}>
          {s.paused ? m.sources.paused : s.health === 'healthy' && s.error !== '' ? m.sources.repaired : (m.sources.words[s.health] ?? s.health)}
        </span>
        <Trouble source={s} />
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
            {!s.paused && read && (
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
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={open}>
              {m.sources.rename}
            </Menu.Item>
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

/** Trouble says why the source was not read, or how much of it was repaired or left out. */
function Trouble({ source: s }: { source: Source }) {
  const m = useMessages();
  if (s.error === '') return null;
  if (s.health !== 'healthy') return <div className="meta">{unread({ ...s, detail: s.error }, m)}</div>;
  return (
    <div className="meta">
      {s.warnings > 0 && `${m.sources.repairs(s.warnings)} `}
      <span lang="en">{s.error}</span>
    </div>
  );
}

/** Rename asks for a name of the user's own; without one the feed's own is shown. */
function Rename({ source: s, done, cancel }: { source: Source; done: (name: string) => void; cancel: () => void }) {
  const m = useMessages();
  const [name, setName] = useState(s.name);
  return (
    <form
      className={page.row}
      onSubmit={(e) => {
        e.preventDefault();
        done(name);
      }}
      onKeyDown={(e) => e.key === 'Escape' && cancel()}
    >
      <TextInput
        className={page.grow}
        size="xs"
        data-autofocus
        autoFocus
        aria-label={m.sources.newName(s.name)}
        placeholder={s.title}
        maxLength={300}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
      />
      <Button type="submit" size="compact-sm">
        {m.states.save}
      </Button>
    </form>
  );
}
