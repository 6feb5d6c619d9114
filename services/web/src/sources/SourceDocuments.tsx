import { Button, Table, VisuallyHidden } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listSourceDocuments } from '../api/sources';
import type { SourceDetail, SourceDocument } from '../api/types';
import page from '../frame/page.module.css';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { PartWords, RetryPart } from '../parts/Parts';
import { untried } from '../parts/words';
import { day } from '../text/time';

/** SourceDocuments is what a source has brought, the newest first, each with its transcript or why it has none. */
export function SourceDocuments({ source: s }: { source: SourceDetail }) {
  const m = useMessages();
  const docs = useInfiniteQuery({
    queryKey: ['source documents', s.id],
    queryFn: ({ signal, pageParam }) => listSourceDocuments(s.id, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    refetchInterval: (q) => (!s.work.done || q.state.data?.pages.some((p) => p.items.some((d) => d.parts.some(untried))) ? 2000 : false),
  });
  const list = docs.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <section>
      <h2 className={page.second}>{m.sources.newest}</h2>
      {docs.isPending && <Waiting rows={5} height={32} />}
      {docs.isError && <Trouble what={m.sources.newest} error={docs.error} again={() => void docs.refetch()} />}
      {docs.isSuccess && list.length === 0 && <p className={page.none}>{m.sources.nothingYet}</p>}
      {list.length > 0 && (
        <div className={page.card}>
          <Table verticalSpacing={4} horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th className={page.wide}>{m.sources.episode}</Table.Th>
                <Table.Th className={page.nowrap}>{m.sources.published}</Table.Th>
                <Table.Th>{m.parts.names.transcript}</Table.Th>
                <Table.Th>
                  <VisuallyHidden>{m.parts.retry}</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.map((d) => (
                <DocumentRow key={d.id} document={d} />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      {docs.hasNextPage && (
        <p>
          <Button variant="default" size="compact-sm" loading={docs.isFetchingNextPage} onClick={() => void docs.fetchNextPage()}>
            {m.states.more}
          </Button>
        </p>
      )}
    </section>
  );
}

function DocumentRow({ document: d }: { document: SourceDocument }) {
  const m = useMessages();
  const words = d.parts.filter((p) => p.part !== 'chapters');
  const transcript = words.find((p) => p.state === 'read') ?? words.find((p) => p.part === 'transcript' || p.part === 'captions');
  return (
    <Table.Tr>
      <Table.Td className={page.name}>
        <Link to={`/documents/${d.id}`}>{d.title || m.sources.untitled}</Link>
      </Table.Td>
      <Table.Td className={page.nowrap} data-label={m.sources.published}>
        {d.undated ? <span className={page.none}>{m.sources.undated}</span> : day(d.published, new Date(), m)}
      </Table.Td>
      <Table.Td data-label={m.parts.names.transcript}>{transcript ? <PartWords part={transcript} /> : d.hasText ? m.sources.fullText : m.sources.summaryOnly}</Table.Td>
      <Table.Td className={page.number}>{transcript && <RetryPart document={d.id} part={transcript} of={d.title} />}</Table.Td>
    </Table.Tr>
  );
}
