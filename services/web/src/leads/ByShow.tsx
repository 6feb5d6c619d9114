import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { countByShow, type ShowLeads } from '../api/leads';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';
import type { LeadFilters } from './filters';

/** ByShow counts the leads that named each show, and how far they got. Nothing in it is estimated. */
export function ByShow({ filters }: { filters: LeadFilters }) {
  const m = useMessages();
  const t = m.leads.byShow;
  const found = useQuery({ queryKey: ['leads', 'by show', filters.site, filters.period], queryFn: ({ signal }) => countByShow(filters, signal) });
  const shows = found.data ?? [];
  if (shows.length === 0) return null;
  return (
    <section className={page.section} aria-label={t.heading}>
      <h2 className={page.second}>{t.heading}</h2>
      <div className={page.card}>
        <Table verticalSpacing={6} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th className={page.wide}>{t.show}</Table.Th>
              <Table.Th ta="right">{t.leads}</Table.Th>
              <Table.Th ta="right">{t.named}</Table.Th>
              <Table.Th ta="right">{t.won}</Table.Th>
              <Table.Th ta="right">{t.value}</Table.Th>
              <Table.Th>{t.stages}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shows.slice(0, 20).map((s) => (
              <Row key={s.show} show={s} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <p className={page.help}>{t.help}</p>
    </section>
  );
}

function Row({ show: s }: { show: ShowLeads }) {
  const m = useMessages();
  const t = m.leads.byShow;
  const number = (n: number) => n.toLocaleString(m.locale);
  const stages = Object.entries(s.stages)
    .sort(([a, x], [b, y]) => y - x || a.localeCompare(b))
    .map(([stage, n]) => `${stage.replaceAll('_', ' ') || m.leads.noStage} ${number(n)}`);
  return (
    <Table.Tr>
      <Table.Td className={page.name}>{s.show}</Table.Td>
      <Table.Td className={page.number} data-label={t.leads}>{number(s.leads)}</Table.Td>
      <Table.Td className={page.number} data-label={t.named}>{number(s.named)}</Table.Td>
      <Table.Td className={page.number} data-label={t.won}>{number(s.won)}</Table.Td>
      <Table.Td className={page.number} data-label={t.value}>{s.valued > 0 ? number(s.value) : '–'}</Table.Td>
      <Table.Td data-label={t.stages}>{stages.join(', ')}</Table.Td>
    </Table.Tr>
  );
}
