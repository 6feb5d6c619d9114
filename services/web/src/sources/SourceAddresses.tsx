import { Button, Table, VisuallyHidden } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listAddresses, retryAddress } from '../api/addresses';
import type { Address, SourceDetail } from '../api/types';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { Trouble } from '../frame/Trouble';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { phrase } from '../i18n/phrase';
import { ago, moment } from '../text/time';
import classes from './sources.module.css';

/** SourceAddresses lists the posts and pages that a source has read once, or is about to, and what came of each. */
export function SourceAddresses({ source: s }: { source: SourceDetail }) {
  const m = useMessages();
  const may = useMay();
  const found = useQuery({
    queryKey: ['source addresses', s.id],
    queryFn: ({ signal }) => listAddresses(s.id, signal),
    enabled: may.write,
    refetchInterval: (q) => (q.state.data?.some((a) => a.state === 'waiting') ? 2000 : 10_000),
  });
  if (!may.write || (found.isSuccess && found.data.length === 0 && s.type !== 'single')) return null;
  if (found.isPending) return null;
  return (
    <section>
      <h2 className={page.second}>{m.sources.addresses}</h2>
      {found.isError && <Trouble what={m.sources.addresses} error={found.error} again={() => void found.refetch()} />}
      {found.data?.length === 0 && <p className={page.none}>{m.sources.addressesNone}</p>}
      {(found.data?.length ?? 0) > 0 && (
        <div className={page.card}>
          <Table verticalSpacing={4} horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th className={page.wide}>{m.sources.address}</Table.Th>
                <Table.Th>{m.sources.health}</Table.Th>
                <Table.Th className={page.nowrap}>{m.sources.addressAdded}</Table.Th>
                <Table.Th>
                  <VisuallyHidden>{m.parts.retry}</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {found.data?.map((a) => (
                <AddressRow key={a.id} address={a} />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </section>
  );
}

function AddressRow({ address: a }: { address: Address }) {
  const m = useMessages();
  const queries = useQueryClient();
  const retry = useMutation({
    mutationFn: () => retryAddress(a.id),
    onSuccess: () => queries.invalidateQueries({ predicate: (q) => ['source', 'source addresses', 'source documents'].includes(String(q.queryKey[0])) }),
  });
  const why = a.error === '' ? '' : phrase(m.faults, { code: a.code, params: a.params, detail: a.error });
  return (
    <Table.Tr>
      <Table.Td className={classes.address}>
        <a href={a.url} target="_blank" rel="noopener noreferrer">
          {a.url}
        </a>
      </Table.Td>
      <Table.Td data-label={m.sources.health}>
        {a.document === '' ? m.sources.addressStates[a.state] : <Link to={`/documents/${a.document}`}>{m.sources.addressStates[a.state]}</Link>}
        {(why !== '' || a.state === 'dropped') && <div className="meta">{why === '' ? m.sources.addressUnnamed : why}</div>}
      </Table.Td>
      <Table.Td className={page.nowrap} data-label={m.sources.addressAdded}>
        <time dateTime={a.created} title={moment(a.created, m)}>
          {ago(a.created, new Date(), m)}
        </time>
      </Table.Td>
      <Table.Td className={page.number}>
        {(a.state === 'failed' || a.state === 'dropped') && (
          <Button size="compact-xs" variant="default" aria-label={m.sources.addressRetry(a.url)} loading={retry.isPending} onClick={() => retry.mutate()}>
            {m.parts.retry}
          </Button>
        )}
        <Refused error={retry.error} />
      </Table.Td>
    </Table.Tr>
  );
}
