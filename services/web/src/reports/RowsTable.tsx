import { Table } from '@mantine/core';
import type { ReportRow } from '../api/reports';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';
import { dayOf, integer, isNumber } from './sentences';

/** RowsTable is the numbers behind the chart. */
export function RowsTable({ rows }: { rows: ReportRow[] }) {
  const m = useMessages();
  const c = m.report.columns;
  const n = (x: number | null) => (isNumber(x) ? integer(x, m) : '–');
  const range = (low: number | null, high: number | null) => (isNumber(low) && isNumber(high) ? m.report.to(integer(Math.max(0, low), m), integer(high, m)) : '–');
  return (
    <div className={page.card}>
      <Table verticalSpacing={4} horizontalSpacing="md" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{c.day}</Table.Th>
            {[c.observed, c.middle, c.ninetyFive, c.eighty, c.fifty, c.window].map((label) => (
              <Table.Th key={label} className={page.number}>{label}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((r) => (
            <Table.Tr key={r.day}>
              <Table.Td className={page.nowrap}>{dayOf(r.day, m)}</Table.Td>
              <Table.Td className={page.number} data-label={c.observed}>{isNumber(r.observed) ? n(r.observed) : m.report.notCounted}</Table.Td>
              <Table.Td className={page.number} data-label={c.middle}>{n(r.middle)}</Table.Td>
              <Table.Td className={page.number} data-label={c.ninetyFive}>{range(r.low95, r.high95)}</Table.Td>
              <Table.Td className={page.number} data-label={c.eighty}>{range(r.low80, r.high80)}</Table.Td>
              <Table.Td className={page.number} data-label={c.fifty}>{range(r.low50, r.high50)}</Table.Td>
              <Table.Td className={page.number} data-label={c.window}>{r.window ? m.report.inWindow : ''}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
