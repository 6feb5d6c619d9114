import { Button, EmptyState, Table } from '@mantine/core';
import { IconBuilding } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listBrands } from '../api/brands';
import { Page } from '../frame/Page';
import page from '../frame/page.module.css';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { BrandMark } from '../inbox/BrandMark';
import { kept, parse } from '../inbox/filters';
import { useCounts } from '../inbox/useMentions';
import { useMay } from '../session/useMay';

/** BrandsPage is the names that are listened for, and how often they were found rightly. */
export default function BrandsPage() {
  const m = useMessages();
  const brands = useQuery({ queryKey: ['brands'], queryFn: ({ signal }) => listBrands(signal) });
  const counts = useCounts(parse(new URLSearchParams({ state: kept })), { facets: true });
  const may = useMay();
  const add = may.write && (
    <Button component={Link} to="/brands/new" size="compact-md">
      {m.brands.add}
    </Button>
  );

  return (
    <Page title={m.pages.brands} tools={add}>
      {brands.isPending && <Waiting rows={4} height={32} />}
      {brands.isError && <Trouble what={m.pages.brands} error={brands.error} again={() => void brands.refetch()} />}
      {brands.data?.length === 0 && (
        <EmptyState mt={48} icon={<IconBuilding size={32} stroke={1.4} />} title={m.brands.empty} description={m.brands.emptyHelp}>
          {may.write ? (
            <Button component={Link} to="/brands/new">
              {m.brands.add}
            </Button>
          ) : (
            m.states.forbidden
          )}
        </EmptyState>
      )}
      {brands.data && brands.data.length > 0 && (
        <div className={page.card}>
          <Table verticalSpacing={6} horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{m.brands.name}</Table.Th>
                <Table.Th>{m.brands.known}</Table.Th>
                <Table.Th>{m.brands.context}</Table.Th>
                <Table.Th>{m.brands.exclude}</Table.Th>
                <Table.Th className={page.number}>{m.inbox.list}</Table.Th>
                <Table.Th className={page.number}>{m.brands.precision}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {brands.data.map((b) => (
                <Table.Tr key={b.id}>
                  <Table.Td className={page.name}>
                    <BrandMark own={b.own} /> <Link to={`/brands/${b.id}`}>{b.name}</Link>
                    <div className="meta">{b.active ? (b.own ? m.brands.own : m.brands.rival) : m.brands.off}</div>
                  </Table.Td>
                  <Table.Td data-label={m.brands.known}>
                    {[...b.aliases, ...b.handles, ...b.domains].join(', ')}
                    {b.heardAs.length > 0 && <div className="meta">{m.brands.heard(b.heardAs.join(', '))}</div>}
                  </Table.Td>
                  <Table.Td data-label={m.brands.context}>{b.context.join(', ') || '–'}</Table.Td>
                  <Table.Td data-label={m.brands.exclude}>{b.exclude.join(', ') || '–'}</Table.Td>
                  <Table.Td data-label={m.inbox.list} className={page.number}>
                    <Link to={`/inbox?brand=${encodeURIComponent(b.id)}&state=${kept}`}>{counts.data ? (counts.data.facets.brand?.[b.id] ?? 0) : ''}</Link>
                  </Table.Td>
                  <Table.Td data-label={m.brands.precision} className={page.number} title={b.judged > 0 ? m.brands.effects[b.effect] : undefined}>
                    {b.judged > 0 ? m.brands.ofJudged(b.confirmed, b.judged) : '–'}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </Page>
  );
}
