import { Button, EmptyState, SegmentedControl, Table, VisuallyHidden } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { listChannels, listDeliveries, listRules, replayFailed } from '../api/alerts';
import { Page } from '../frame/Page';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { DeliveryRow } from './DeliveryRow';

const states = ['pending', 'delivered', 'failed'] as const;

/** DeliveriesPage is what was sent, what came back, and what to do where it failed. */
export default function DeliveriesPage() {
  const m = useMessages();
  const queries = useQueryClient();
  const may = useMay();
  const [params, setParams] = useSearchParams();
  const state = states.find((s) => s === params.get('state')) ?? '';
  const deliveries = useInfiniteQuery({
    queryKey: ['deliveries', state],
    queryFn: ({ pageParam, signal }) => listDeliveries(state === '' ? [] : [state], pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => (last.next === '' ? undefined : last.next),
    refetchInterval: 10_000,
  });
  const channels = useQuery({ queryKey: ['channels'], queryFn: ({ signal }) => listChannels(signal) });
  const rules = useQuery({ queryKey: ['rules'], queryFn: ({ signal }) => listRules(signal) });
  const replay = useMutation({ mutationFn: replayFailed, onSuccess: () => void queries.invalidateQueries({ queryKey: ['deliveries'] }) });
  const items = deliveries.data?.pages.flatMap((p) => p.items) ?? [];
  const names = {
    rule: (id: string) => rules.data?.find((r) => r.id === id)?.name ?? id,
    channel: (id: string) => channels.data?.find((c) => c.id === id)?.name ?? id,
  };

  return (
    <Page title={m.pages.deliveries}>
      <div className={page.row}>
        <SegmentedControl
          size="xs"
          aria-label={m.filters.state}
          value={state}
          onChange={(v) => setParams(v === '' ? {} : { state: v })}
          data={[{ value: '', label: m.sources.all }, ...states.map((s) => ({ value: s, label: m.alerts.states[s]! }))]}
        />
        {may.write && state === 'failed' && items.length > 0 && (
          <Button size="compact-sm" variant="default" loading={replay.isPending} onClick={() => replay.mutate()}>
            {m.alerts.retryAll}
          </Button>
        )}
        {replay.isSuccess && <span role="status">{m.alerts.replayed(replay.data)}</span>}
      </div>
      <Refused error={replay.error} />
      {deliveries.isPending && <Waiting rows={6} height={32} />}
      {deliveries.isError && <Trouble what={m.pages.deliveries} error={deliveries.error} again={() => void deliveries.refetch()} />}
      {deliveries.isSuccess && items.length === 0 && (
        <EmptyState mt={48} icon={<IconSend size={32} stroke={1.4} />} title={state === '' ? m.alerts.noDeliveries : m.alerts.noneInState[state]} description={state === '' ? m.alerts.noDeliveriesHelp : undefined}>
          {state === '' && (
            <Button component={Link} to="/alerts" variant="default">
              {m.pages.alerts}
            </Button>
          )}
        </EmptyState>
      )}
      {items.length > 0 && (
        <div className={page.card}>
          <Table verticalSpacing={4} horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{m.alerts.when}</Table.Th>
                <Table.Th className={page.wide}>{m.alerts.about}</Table.Th>
                <Table.Th>{m.alerts.to}</Table.Th>
                <Table.Th>{m.filters.state}</Table.Th>
                <Table.Th>
                  <VisuallyHidden>{m.frame.acts}</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((d) => (
                <DeliveryRow key={d.id} delivery={d} names={names} />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      {deliveries.hasNextPage && (
        <Button mt="md" variant="default" loading={deliveries.isFetchingNextPage} onClick={() => void deliveries.fetchNextPage()}>
          {m.states.more}
        </Button>
      )}
    </Page>
  );
}
