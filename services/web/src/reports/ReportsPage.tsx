import { Button, EmptyState, Select, Table } from '@mantine/core';
import { IconDownload, IconFileAnalytics } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { listBrands } from '../api/brands';
import { exportAddress, listReports, type ReportFilters, type ReportItem } from '../api/reports';
import { listSites } from '../api/sites';
import { Page } from '../frame/Page';
import page from '../frame/page.module.css';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import type { Messages } from '../i18n/en';
import { BrandMark } from '../inbox/BrandMark';
import { lastMonths, parse, verdicts, withFilter } from './filters';
import { Grade } from './Grade';
import { dayOf, daysOf, few, openSentence, rangeOf, signed } from './sentences';

/** ReportsPage lists what mentions moved, and how many of them would look so by chance. */
export default function ReportsPage() {
  const m = useMessages();
  const [params, setParams] = useSearchParams();
  const filters = parse(params);
  const filtered = filters.brand.length > 0 || filters.verdict.length > 0 || filters.month !== '';
  const reports = useInfiniteQuery({
    queryKey: ['reports', filters],
    queryFn: ({ signal, pageParam }) => listReports(filters, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });
  const items = reports.data?.pages.flatMap((p) => p.items) ?? [];
  const totals = reports.data?.pages[0]?.totals;
  const set = (name: keyof ReportFilters, value: string | null) => setParams(withFilter(params, name, value ?? ''));

  return (
    <Page
      title={m.pages.reports}
      tools={
        items.length > 0 && (
          <Button component="a" href={exportAddress(filters)} download size="compact-md" variant="default" leftSection={<IconDownload size={16} />}>
            CSV
          </Button>
        )
      }
    >
      <Filters filters={filters} set={set} />
      {totals && (totals.tested > 0 || totals.open > 0) && (
        <p role="status">
          {totals.tested > 0 && m.report.standOut(totals.tested, totals.stand_out, few(totals.by_chance, m))} {totals.open > 0 && m.report.stillOpen(totals.open)}
        </p>
      )}
      {reports.isPending && <Waiting rows={5} height={36} />}
      {reports.isError && <Trouble what={m.pages.reports} error={reports.error} again={() => void reports.refetch()} />}
      {reports.data && items.length === 0 && (filtered ? <NoMatch clear={() => setParams({})} /> : <Empty />)}
      {items.length > 0 && <ReportTable items={items} />}
      {reports.hasNextPage && (
        <Button mt="md" variant="default" loading={reports.isFetchingNextPage} onClick={() => void reports.fetchNextPage()}>
          {m.states.more}
        </Button>
      )}
    </Page>
  );
}

function Filters({ filters, set }: { filters: ReportFilters; set: (name: keyof ReportFilters, value: string | null) => void }) {
  const m = useMessages();
  const brands = useQuery({ queryKey: ['brands'], queryFn: ({ signal }) => listBrands(signal) });
  const known = (options: { value: string; label: string }[], value: string) =>
    value === '' || options.some((o) => o.value === value) ? options : [...options, { value, label: value }];
  const month = (v: string) => new Date(`${v}-15T12:00:00Z`).toLocaleDateString(m.locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const brand = filters.brand.join(',');
  const verdict = filters.verdict.join(',');
  const own = (brands.data ?? []).map((b) => ({ value: b.id, label: b.name }));
  const grades = verdicts.map((v) => ({ value: v as string, label: m.report.grades[v]! }));
  const months = [...new Set([...lastMonths(new Date(), 24), ...(filters.month ? [filters.month] : [])])].map((v) => ({ value: v, label: month(v) }));
  const shared = { size: 'xs', w: 180, clearable: true, comboboxProps: { shadow: 'none' } } as const;
  return (
    <div className={page.row}>
      <Select {...shared} aria-label={m.report.brand} placeholder={m.report.allBrands} data={known(own, brand)} value={brand || null} onChange={(v) => set('brand', v)} clearButtonProps={{ 'aria-label': m.report.allBrands }} />
      <Select {...shared} aria-label={m.report.grade} placeholder={m.report.allVerdicts} data={known(grades, verdict)} value={verdict || null} onChange={(v) => set('verdict', v)} clearButtonProps={{ 'aria-label': m.report.allVerdicts }} />
      <Select {...shared} aria-label={m.report.month} placeholder={m.report.anyMonth} data={months} value={filters.month || null} onChange={(v) => set('month', v)} clearButtonProps={{ 'aria-label': m.report.anyMonth }} />
    </div>
  );
}

function ReportTable({ items }: { items: ReportItem[] }) {
  const m = useMessages();
  return (
    <div className={page.card}>
      <Table verticalSpacing={6} horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{m.report.grade}</Table.Th>
            <Table.Th>{m.report.mention}</Table.Th>
            <Table.Th>{m.report.rangeHead}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((r) => (
            <Table.Tr key={r.id}>
              <Table.Td className={page.nowrap}>
                <Grade verdict={r.state === 'open' ? null : r.verdict} />
              </Table.Td>
              <Table.Td className={page.name}>
                <Link to={`/reports/${r.id}`}>{[r.mention.show, r.mention.title].filter(Boolean).join(', ')}</Link>
                <div className="meta">
                  <BrandMark own={r.brand.own} /> {r.brand.name} · {r.site.name} · {dayOf(r.window.from, m)}
                </div>
              </Table.Td>
              <Table.Td data-label={r.state === 'open' ? undefined : m.report.rangeHead}>{found(r, m)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** found is what a report found: a range, or why there is none. */
function found(r: ReportItem, m: Messages): string {
  if (r.state === 'open') return openSentence(r, m);
  const range = rangeOf(r.lift?.effect);
  return range ? m.report.rangeIn(signed(range, m), m.report.days(daysOf(r))) : m.report.noLift;
}

function NoMatch({ clear }: { clear: () => void }) {
  const m = useMessages();
  return (
    <EmptyState mt={48} icon={<IconFileAnalytics size={32} stroke={1.4} />} title={m.states.noMatchPlain}>
      <Button variant="default" onClick={clear}>
        {m.states.clear}
      </Button>
    </EmptyState>
  );
}

/** Empty says what has to be there before there are reports. */
function Empty() {
  const m = useMessages();
  const sites = useQuery({ queryKey: ['sites'], queryFn: ({ signal }) => listSites(signal) });
  return (
    <EmptyState mt={48} icon={<IconFileAnalytics size={32} stroke={1.4} />} title={m.report.empty} description={sites.data?.length === 0 ? m.report.emptyNoSite : m.report.emptyHelp}>
      <Button component={Link} to="/sites">
        {m.pages.sites}
      </Button>
    </EmptyState>
  );
}
