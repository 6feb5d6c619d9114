import { Switch, Table } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listBrands } from '../api/brands';
import { saveRule } from '../api/alerts';
import type { Channel, Rule } from '../api/types';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { SendsNothing } from './SendsNothing';
import { undoStack } from '../undo/undo';

/** RuleTable says of each rule what it sends where; the switch rests it. */
export function RuleTable({ rules, channels }: { rules: Rule[]; channels: Channel[] }) {
  const m = useMessages();
  const queries = useQueryClient();
  const brands = useQuery({ queryKey: ['brands'], queryFn: ({ signal }) => listBrands(signal) });
  const brandName = (id: string) => brands.data?.find((b) => b.id === id)?.name ?? id;
  const channelName = (id: string) => channels.find((c) => c.id === id)?.name ?? id;
  const may = useMay();
  const refresh = () => queries.invalidateQueries({ queryKey: ['rules'] });
  const set = useMutation({
    mutationFn: (r: Rule) => saveRule(r.id, { ...r, active: !r.active }, r.revision),
    onSuccess: (saved) => {
      undoStack.push({
        label: `${saved.active ? m.alerts.on : m.alerts.off}: ${saved.name}`,
        undo: () => saveRule(saved.id, { ...saved, active: !saved.active }, saved.revision).then(refresh),
      });
      void refresh();
    },
  });
  return (
    <>
      <div className={page.card}>
        <Table verticalSpacing={6} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{m.alerts.name}</Table.Th>
              <Table.Th>{m.alerts.what}</Table.Th>
              <Table.Th>{m.alerts.to}</Table.Th>
              <Table.Th>{m.alerts.on}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rules.map((r) => (
              <Table.Tr key={r.id}>
                <Table.Td className={page.name}>
                  <Link to={`/alerts/rules/${r.id}`}>{r.name}</Link>
                </Table.Td>
                <Table.Td className={page.name}>
                  {r.brands.length === 0 ? m.alerts.allBrands : r.brands.map(brandName).join(', ')}
                  <div className="meta">
                    {[r.kinds.map((k) => m.kinds[k] ?? k).join(', '), r.sources.length > 0 ? m.alerts.someSources(r.sources.length) : '', r.minConfidence > 0 ? m.alerts.least(Math.round(r.minConfidence * 100)) : '']
                      .filter(Boolean)
                      .join(' · ')}
                  </div>
                </Table.Td>
                <Table.Td className={page.name} data-label={m.alerts.to}>
                  {r.channels.map(channelName).join(', ')}
                  <SendsNothing rule={r} channels={channels} />
                </Table.Td>
                <Table.Td>
                  <Switch aria-label={m.alerts.onOff(r.name)} disabled={!may.write} checked={r.active} onChange={() => set.mutate(r)} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Refused error={set.error} />
    </>
  );
}
