import { Button, EmptyState, SegmentedControl, Table, TextInput, VisuallyHidden } from '@mantine/core';
import { IconDownload, IconRss, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { exportAddress, getCoverage, listSourceTypes, listSources } from '../api/sources';
import { Page } from '../frame/Page';
import page from '../frame/page.module.css';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { Accounts } from '../accounts/Accounts';
import { AddSource } from './AddSource';
import { SourceRow } from './SourceRow';
import { coverageText } from './coverage';
import { narrow, troubled } from './narrow';

// A thousand rows take a browser seconds.
const atOnce = 200;

/** SourcesPage is what is listened to, and how each is doing; those in trouble come first. */
export default function SourcesPage() {
  const m = useMessages();
  const [params, setParams] = useSearchParams();
  const q = params.get('q') ?? '';
  const state = params.get('state') === 'trouble' ? 'trouble' : 'all';
  const sources = useQuery({ queryKey: ['sources'], queryFn: ({ signal }) => listSources(signal), refetchInterval: 10_000 });
  const types = useQuery({ queryKey: ['source types'], queryFn: ({ signal }) => listSourceTypes(signal), staleTime: Infinity });
  const coverage = useQuery({ queryKey: ['coverage'], queryFn: ({ signal }) => getCoverage(signal), refetchInterval: 30_000 });
  const known = types.data ?? [];
  // Of a type that this server doesn't know, another process may.
  const isRead = (type: string) => known.find((t) => t.type === type)?.addable ?? true;
  const may = useMay();
  const all = sources.data ?? [];
  const shown = narrow(all, q, state);
  const [most, setMost] = useState(atOnce);
  const now = new Date();
  const set = (name: string, value: string) =>
    setParams((p) => {
      const next = new URLSearchParams(p);
      if (value === '') next.delete(name);
      else next.set(name, value);
      return next;
    }, { replace: name === 'q' });

  return (
    <Page
      title={m.pages.sources}
      tools={
        all.length > 0 && (
          <Button component="a" href={exportAddress} download variant="default" size="compact-md" leftSection={<IconDownload size={16} />}>
            OPML
          </Button>
        )
      }
    >
      {may.write ? <AddSource types={known} /> : <p className={page.help}>{m.states.forbidden}</p>}
      {sources.isPending && <Waiting rows={8} height={32} />}
      {sources.isError && <Trouble what={m.pages.sources} error={sources.error} again={() => void sources.refetch()} />}
      {sources.data?.length === 0 && <EmptyState mt={48} icon={<IconRss size={32} stroke={1.4} />} title={m.sources.empty} description={m.sources.emptyHelp} />}
      {all.length > 0 && (
        <>
          <div className={page.row}>
            <SegmentedControl
              size="xs"
              aria-label={m.sources.health}
              value={state}
              onChange={(v) => set('state', v === 'all' ? '' : v)}
              data={[
                { value: 'all', label: `${m.sources.all} ${all.length}` },
                { value: 'trouble', label: `${m.sources.trouble} ${all.filter(troubled).length}` },
              ]}
            />
            <TextInput size="xs" aria-label={m.sources.search} placeholder={m.sources.search} leftSection={<IconSearch size={14} />} value={q} onChange={(e) => set('q', e.currentTarget.value)} />
          </div>
          {(coverage.data?.recordings ?? 0) > 0 && <p className={page.help}>{coverageText(coverage.data!, m)}</p>}
          {shown.length === 0 && <p className={page.none}>{state === 'trouble' && q === '' ? m.sources.allWell : m.states.noMatchPlain}</p>}
          {shown.length > 0 && (
            <div className={page.card}>
              <Table verticalSpacing={4} horizontalSpacing="md">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th className={page.wide}>{m.sources.name}</Table.Th>
                    <Table.Th className={page.wide}>{m.sources.health}</Table.Th>
                    <Table.Th className={page.number}>{m.sources.items}</Table.Th>
                    <Table.Th className={page.nowrap}>{m.sources.read}</Table.Th>
                    <Table.Th>
                      <VisuallyHidden>{m.frame.acts}</VisuallyHidden>
                    </Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {shown.slice(0, most).map((s) => (
                    <SourceRow key={s.id} source={s} read={isRead(s.type)} now={now} />
                  ))}
                </Table.Tbody>
              </Table>
            </div>
          )}
          {shown.length > most && (
            <p className={page.none}>
              {m.inbox.others(shown.length - most)}{' '}
              <Button variant="default" size="compact-sm" onClick={() => setMost(most + atOnce)}>
                {m.states.more}
              </Button>
            </p>
          )}
        </>
      )}
      <Accounts />
    </Page>
  );
}
