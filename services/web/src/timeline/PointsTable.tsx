import { Button, Table } from '@mantine/core';
import { useState } from 'react';
import type { Unit } from '../api/timeline';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';
import type { Row } from './rows';
import { eventsOf, expectedOf, valueOf, whenOf } from './words';

// As many rows as are drawn at a time.
const step = 400;

/** PointsTable is the numbers behind the chart. */
export function PointsTable({ rows, unit, zone, metric }: { rows: Row[]; unit: Unit; zone: string; metric: string }) {
  const m = useMessages();
  const c = m.timeline.columns;
  const [most, setMost] = useState(step);
  const clicked = rows.some((r) => r.clicks);
  return (
    <>
      <div className={page.card}>
        <Table verticalSpacing={4} horizontalSpacing="md" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{c.when}</Table.Th>
              {[metric, c.expected, c.own, c.rivals].map((label) => (
                <Table.Th key={label} className={page.number}>{label}</Table.Th>
              ))}
              {clicked && <Table.Th className={page.number}>{m.links.clicks}</Table.Th>}
              <Table.Th>{c.events}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.slice(0, most).map((r) => (
              <Table.Tr key={r.start}>
                <Table.Td className={page.nowrap}>{whenOf(r, unit, zone, m)}</Table.Td>
                <Table.Td className={page.number} data-label={metric}>{valueOf(r, m)}</Table.Td>
                <Table.Td className={page.number} data-label={c.expected}>{expectedOf(r, m)}</Table.Td>
                <Table.Td className={page.number} data-label={c.own}>{r.own}</Table.Td>
                <Table.Td className={page.number} data-label={c.rivals}>{r.rivals}</Table.Td>
                {clicked && (
                  <Table.Td className={page.number} data-label={m.links.clicks}>
                    {r.clicks ?? 0}
                  </Table.Td>
                )}
                <Table.Td data-label={c.events}>{eventsOf(r, m).join(', ')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {rows.length > most && (
        <Button mt="md" variant="default" onClick={() => setMost(most + step)}>
          {m.states.more}
        </Button>
      )}
    </>
  );
}
