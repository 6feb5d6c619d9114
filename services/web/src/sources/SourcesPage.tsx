import { ActionIcon, Button, EmptyState, Table, TextInput } from '@mantine/core';
import { IconRefresh, IconRss } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addSource, fetchSource, listSources } from '../api/desk';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';
import { ago } from '../text/time';

/** SourcesPage is what is listened to, and how each is doing. */
export default function SourcesPage() {
  const m = useMessages();
  const queries = useQueryClient();
  const [url, setURL] = useState('');
  const sources = useQuery({ queryKey: ['sources'], queryFn: ({ signal }) => listSources(signal), refetchInterval: 10_000 });
  const add = useMutation({
    mutationFn: addSource,
    onSuccess: () => {
      setURL('');
      void queries.invalidateQueries({ queryKey: ['sources'] });
    },
  });
  const read = useMutation({ mutationFn: fetchSource, onSuccess: () => void queries.invalidateQueries({ queryKey: ['sources'] }) });
  const now = new Date();

  return (
    <div className={page.page}>
      <h1 className={page.title}>{m.pages.sources}</h1>
      <form
        className={page.form}
        onSubmit={(e) => {
          e.preventDefault();
          if (url.trim() !== '') add.mutate(url.trim());
        }}
      >
        <TextInput
          style={{ flex: 1, maxWidth: 560 }}
          label={m.sources.label}
          placeholder="https://"
          inputMode="url"
          value={url}
          onChange={(e) => setURL(e.currentTarget.value)}
          error={add.error?.message}
        />
        <Button type="submit" loading={add.isPending} style={{ alignSelf: add.isError ? 'center' : 'flex-end' }}>
          {m.sources.add}
        </Button>
        {add.isSuccess && <span role="status">{m.sources.added(add.data.name || add.data.url)}</span>}
      </form>
      {sources.isPending && <Waiting rows={8} height={32} />}
      {sources.isError && <Trouble what={m.pages.sources} error={sources.error} again={() => void sources.refetch()} />}
      {sources.data?.length === 0 && <EmptyState mt={48} icon={<IconRss size={32} stroke={1.4} />} title={m.sources.empty} />}
      {sources.data && sources.data.length > 0 && (
        <div className={page.card}>
          <Table verticalSpacing={6} horizontalSpacing="md" highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{m.sources.name}</Table.Th>
                <Table.Th>{m.sources.health}</Table.Th>
                <Table.Th ta="right">{m.sources.items}</Table.Th>
                <Table.Th>{m.sources.read}</Table.Th>
                <Table.Th />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {sources.data.map((s) => (
                <Table.Tr key={s.id}>
                  <Table.Td>
                    {s.name || s.url}
                    <div className="meta">{s.url}</div>
                  </Table.Td>
                  <Table.Td>
                    <span style={{ color: s.health === 'healthy' ? 'var(--ok)' : s.health === 'waiting' ? undefined : 'var(--warn)' }}>
                      {m.sources.words[s.health] ?? s.health}
                    </span>
                    {s.error !== '' && <div className="meta">{s.error}</div>}
                  </Table.Td>
                  <Table.Td ta="right">{s.documents > 0 ? s.documents.toLocaleString(m.locale) : ''}</Table.Td>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>{s.lastRead === '' ? '' : ago(s.lastRead, now, m)}</Table.Td>
                  <Table.Td>
                    <ActionIcon variant="subtle" color="gray" aria-label={`${m.sources.fetch}: ${s.name}`} title={m.sources.fetch} onClick={() => read.mutate(s.id)}>
                      <IconRefresh size={16} />
                    </ActionIcon>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </div>
  );
}
