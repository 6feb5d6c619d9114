import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { listFetches } from '../api/fetches';
import { useMessages } from '../i18n';
import { fetcherName } from '../reports/fetchers';

/** SharesSeen lists, for four weeks, which chats, assistants and crawlers fetched pages of a site. The three are never added up. */
export function SharesSeen({ site }: { site: string }) {
  const m = useMessages();
  const found = useQuery({ queryKey: ['fetches', site], queryFn: ({ signal }) => listFetches(site, signal) });
  if (!found.data || found.data.length === 0) return null;
  return (
    <section aria-label={m.sites.fetches}>
      <h2>{m.sites.fetches}</h2>
      <p className="meta">{m.sites.fetchesHelp}</p>
      <Table.ScrollContainer minWidth={360} type="native" tabIndex={0} aria-label={m.sites.fetches} role="group">
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{m.sites.fetchedBy}</Table.Th>
              <Table.Th>{m.sites.fetchKind}</Table.Th>
              <Table.Th>{m.sites.fetchProof}</Table.Th>
              <Table.Th ta="right">{m.sites.fetchMinutes}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.data.map((f) => (
              <Table.Tr key={`${f.kind} ${f.name} ${f.proof}`}>
                <Table.Td>{fetcherName(f.name)}</Table.Td>
                <Table.Td>{m.sites.fetchKinds[f.kind] ?? f.kind}</Table.Td>
                <Table.Td>{m.sites.fetchProofs[f.proof] ?? f.proof}</Table.Td>
                <Table.Td ta="right">{m.report.atLeast(f.minutes.toLocaleString(m.locale))}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}
