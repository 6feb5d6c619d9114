import { Button, Table } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { listBrands, listChannels, listRules, testChannel } from '../api/desk';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';

/** AlertsPage is who is told of what. */
export default function AlertsPage() {
  const m = useMessages();
  const rules = useQuery({ queryKey: ['rules'], queryFn: ({ signal }) => listRules(signal) });
  const channels = useQuery({ queryKey: ['channels'], queryFn: ({ signal }) => listChannels(signal) });
  const brands = useQuery({ queryKey: ['brands'], queryFn: ({ signal }) => listBrands(signal) });
  const test = useMutation({ mutationFn: testChannel });
  const brandName = (id: string) => brands.data?.find((b) => b.id === id)?.name ?? id;
  const channelName = (id: string) => channels.data?.find((c) => c.id === id)?.name ?? id;

  return (
    <div className={page.page}>
      <h1 className={page.title}>{m.pages.alerts}</h1>
      <h2 className={page.second}>{m.alerts.rules}</h2>
      {rules.isPending && <Waiting rows={2} height={32} />}
      {rules.isError && <Trouble what={m.alerts.rules} error={rules.error} again={() => void rules.refetch()} />}
      {rules.data?.length === 0 && <p>{m.alerts.empty}</p>}
      {rules.data && rules.data.length > 0 && (
        <div className={page.card}>
          <Table verticalSpacing={8} horizontalSpacing="md">
            <Table.Tbody>
              {rules.data.map((r) => (
                <Table.Tr key={r.id}>
                  <Table.Td>{r.name}</Table.Td>
                  <Table.Td>
                    {r.brands.length === 0 ? m.alerts.all : r.brands.map(brandName).join(', ')}
                    {r.kinds.length > 0 && <div className="meta">{r.kinds.map((k) => m.kinds[k] ?? k).join(', ')}</div>}
                    {r.minConfidence > 0 && <div className="meta">{m.alerts.least(`${Math.round(r.minConfidence * 100)} %`)}</div>}
                  </Table.Td>
                  <Table.Td>→ {r.channels.map(channelName).join(', ')}</Table.Td>
                  <Table.Td>{r.active ? m.alerts.on : m.alerts.off}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <h2 className={page.second}>{m.alerts.channels}</h2>
      {channels.isPending && <Waiting rows={1} height={32} />}
      {channels.isError && <Trouble what={m.alerts.channels} error={channels.error} again={() => void channels.refetch()} />}
      {channels.data?.length === 0 && <p>{m.alerts.emptyChannels}</p>}
      {channels.data && channels.data.length > 0 && (
        <div className={page.card}>
          <Table verticalSpacing={8} horizontalSpacing="md">
            <Table.Tbody>
              {channels.data.map((c) => (
                <Table.Tr key={c.id}>
                  <Table.Td>
                    {c.name}
                    <div className="meta">{c.url}</div>
                  </Table.Td>
                  <Table.Td>{c.type}</Table.Td>
                  <Table.Td>{c.active ? m.alerts.on : m.alerts.off}</Table.Td>
                  <Table.Td ta="right">
                    <Button size="compact-sm" variant="default" loading={test.isPending && test.variables === c.id} onClick={() => test.mutate(c.id)}>
                      {m.alerts.test}
                    </Button>
                    {test.variables === c.id && (
                      <div className="meta" role="status">
                        {test.isSuccess ? m.alerts.tested : test.error?.message}
                      </div>
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
