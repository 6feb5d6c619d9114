import { Button, Table } from '@mantine/core';
import { Link } from 'react-router';
import { useMutation } from '@tanstack/react-query';
import { testChannel } from '../api/alerts';
import type { Channel } from '../api/types';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { WhyOff } from './WhyOff';

/** ChannelTable is where messages go, each with a test at hand. */
export function ChannelTable({ channels }: { channels: Channel[] }) {
  const m = useMessages();
  const may = useMay();
  const test = useMutation({ mutationFn: testChannel });
  return (
    <div className={page.card}>
      <Table verticalSpacing={6} horizontalSpacing="md">
        <Table.Tbody>
          {channels.map((c) => (
            <Table.Tr key={c.id}>
              <Table.Td className={page.name}>
                <Link to={`/alerts/channels/${c.id}`}>{c.name}</Link>
                <div className={page.address}>{c.address}</div>
              </Table.Td>
              <Table.Td>
                {m.alerts.kinds[c.type]?.name ?? c.type}
                <WhyOff channel={c} />
              </Table.Td>
              <Table.Td className={page.number}>
                {may.write && (
                  <Button size="compact-sm" variant="default" loading={test.isPending && test.variables === c.id} onClick={() => test.mutate(c.id)}>
                    {m.alerts.test}
                  </Button>
                )}
                <div role="status" className="meta">
                  {test.variables === c.id && test.data && m.alerts.tested(test.data.took)}
                </div>
                {test.variables === c.id && <Refused error={test.error} />}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
