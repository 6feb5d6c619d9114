import { Button, Table } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listChannels, listDeliveries, listRules, retryDelivery } from '../api/desk';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';
import { ago } from '../text/time';

/** DeliveriesPage is what was sent, and what became of it. */
export default function DeliveriesPage() {
  const m = useMessages();
  const queries = useQueryClient();
  const deliveries = useQuery({ queryKey: ['deliveries'], queryFn: ({ signal }) => listDeliveries(signal), refetchInterval: 10_000 });
  const channels = useQuery({ queryKey: ['channels'], queryFn: ({ signal }) => listChannels(signal) });
  const rules = useQuery({ queryKey: ['rules'], queryFn: ({ signal }) => listRules(signal) });
  const retry = useMutation({ mutationFn: retryDelivery, onSuccess: () => void queries.invalidateQueries({ queryKey: ['deliveries'] }) });
  const now = new Date();

  return (
    <div className={page.page}>
      <h1 className={page.title}>{m.pages.deliveries}</h1>
      {deliveries.isPending && <Waiting rows={6} height={32} />}
      {deliveries.isError && <Trouble what={m.pages.deliveries} error={deliveries.error} again={() => void deliveries.refetch()} />}
      {deliveries.data?.length === 0 && <p>{m.alerts.noDeliveries}</p>}
      {deliveries.data && deliveries.data.length > 0 && (
        <div className={page.card}>
          <Table verticalSpacing={6} horizontalSpacing="md">
            <Table.Tbody>
              {deliveries.data.map((d) => (
                <Table.Tr key={d.id}>
                  <Table.Td>{ago(d.created, now, m)}</Table.Td>
                  <Table.Td>{d.rules.map((id) => rules.data?.find((r) => r.id === id)?.name ?? id).join(', ')}</Table.Td>
                  <Table.Td>→ {channels.data?.find((c) => c.id === d.channel)?.name ?? d.channel}</Table.Td>
                  <Table.Td>
                    <Link to={`/mentions/${d.mention}`}>{m.acts.open}</Link>
                  </Table.Td>
                  <Table.Td>
                    <span style={{ color: d.state === 'dead' ? 'var(--danger)' : d.state === 'delivered' ? 'var(--ok)' : undefined }}>
                      {m.alerts.states[d.state] ?? d.state}
                    </span>{' '}
                    <span className="meta">{m.alerts.attempts(d.attempts)}</span>
                    {d.error !== '' && <div className="meta">{d.error}</div>}
                  </Table.Td>
                  <Table.Td ta="right">
                    {d.state === 'dead' && (
                      <Button size="compact-sm" variant="default" onClick={() => retry.mutate(d.id)}>
                        {m.alerts.retry}
                      </Button>
                    )}
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
