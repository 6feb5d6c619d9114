import { Button, Modal, Table, VisuallyHidden } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { listFileFeeds, removeFileFeed, type FileFeed } from '../api/imports';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { Trouble } from '../frame/Trouble';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { dayIn } from '../text/time';

/** FileFeeds is the visits that came from files, by site, each of which can be removed again. */
export function FileFeeds() {
  const m = useMessages();
  const t = m.imports;
  const may = useMay();
  const queries = useQueryClient();
  const feeds = useQuery({ queryKey: ['file feeds'], queryFn: ({ signal }) => listFileFeeds(signal) });
  const [asking, setAsking] = useState<FileFeed | null>(null);
  const remove = useMutation({
    mutationFn: (f: FileFeed) => removeFileFeed(f.id),
    onSuccess: async () => {
      setAsking(null);
      await queries.invalidateQueries({ predicate: (q) => ['file feeds', 'sites', 'site', 'report', 'reports'].includes(String(q.queryKey[0])) });
    },
  });
  if (feeds.isError) return <Trouble what={t.feeds} error={feeds.error} again={() => void feeds.refetch()} />;
  if (!feeds.data || feeds.data.length === 0) return null;
  return (
    <section className={page.section}>
      <h2 className={page.second}>{t.feeds}</h2>
      <p className={page.help}>{t.feedsHelp}</p>
      <div className={page.card}>
        <Table verticalSpacing={6} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t.site}</Table.Th>
              <Table.Th>{t.feedName}</Table.Th>
              <Table.Th>{m.annotations.days}</Table.Th>
              <Table.Th>
                <VisuallyHidden>{m.frame.acts}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {feeds.data.map((f) => (
              <Table.Tr key={f.id}>
                <Table.Td className={page.name}>{f.site}</Table.Td>
                <Table.Td className={page.name} data-label={t.feedName}>
                  {f.name}
                  <div className="meta">{t.types[f.type] ?? f.type}</div>
                </Table.Td>
                <Table.Td data-label={m.annotations.days}>{f.first && f.last ? m.sites.sinceTo(dayIn(f.first, f.zone, m), dayIn(f.last, f.zone, m)) : '–'}</Table.Td>
                <Table.Td className={page.number}>
                  {may.write && (
                    <Button size="compact-sm" variant="default" aria-label={t.removeIt(`${f.name}, ${f.site}`)} onClick={() => setAsking(f)}>
                      {t.remove}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Modal opened={asking !== null} onClose={() => setAsking(null)} title={asking ? t.removeIt(asking.name) : ''} shadow="none" closeButtonProps={{ 'aria-label': m.states.close }}>
        {asking && <p>{t.removeForGood(asking.name, asking.site)}</p>}
        <div className={page.row}>
          <Button color="red" loading={remove.isPending} onClick={() => asking && remove.mutate(asking)}>
            {t.remove}
          </Button>
          <Button variant="default" onClick={() => setAsking(null)}>
            {m.states.cancel}
          </Button>
        </div>
        <Refused error={remove.error} />
      </Modal>
    </section>
  );
}
