import { Button, EmptyState, Table } from '@mantine/core';
import { IconWorld } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listSites, type Site } from '../api/sites';
import { Page } from '../frame/Page';
import page from '../frame/page.module.css';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { ago, dayIn } from '../text/time';
import { FeedHealth } from './FeedHealth';

/** SitesPage lists the sites whose visits are counted, and what comes in for each. */
export default function SitesPage() {
  const m = useMessages();
  const sites = useQuery({ queryKey: ['sites'], queryFn: ({ signal }) => listSites(signal) });
  const add = (
    <Button component={Link} to="/sites/new" size="compact-md">
      {m.sites.add}
    </Button>
  );
  return (
    <Page title={m.pages.sites} tools={add}>
      {sites.isPending && <Waiting rows={3} height={32} />}
      {sites.isError && <Trouble what={m.pages.sites} error={sites.error} again={() => void sites.refetch()} />}
      {sites.data?.length === 0 && (
        <EmptyState mt={48} icon={<IconWorld size={32} stroke={1.4} />} title={m.sites.empty} description={m.sites.emptyHelp}>
          <Button component={Link} to="/sites/new">
            {m.sites.add}
          </Button>
        </EmptyState>
      )}
      {sites.data && sites.data.length > 0 && (
        <div className={page.card}>
          <Table verticalSpacing={6} horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{m.sites.name}</Table.Th>
                <Table.Th>{m.sites.brands}</Table.Th>
                <Table.Th>{m.sites.comesIn}</Table.Th>
                <Table.Th>{m.sites.lastPull}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {sites.data.map((s) => (
                <Row key={s.id} site={s} />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </Page>
  );
}

function Row({ site: s }: { site: Site }) {
  const m = useMessages();
  const now = new Date();
  return (
    <Table.Tr>
      <Table.Td className={page.name}>
        <Link to={`/sites/${s.id}`}>{s.name}</Link>
        <div className="meta">{[s.zone, ...s.domains].join(' · ')}</div>
      </Table.Td>
      <Table.Td data-label={m.sites.brands}>{s.brands.length === 0 ? m.sites.allOwn : m.sites.yours(s.brands.length)}</Table.Td>
      <Table.Td data-label={m.sites.comesIn}>
        {s.feeds.length === 0 && '–'}
        {s.feeds.map((f) => (
          <div key={f.id}>
            {f.name} <span className="meta">{f.since && f.until && m.sites.sinceTo(dayIn(f.since, s.zone, m), dayIn(f.until, s.zone, m))}</span>
          </div>
        ))}
      </Table.Td>
      <Table.Td data-label={m.sites.lastPull}>
        {s.feeds.map((f) => (
          <div key={f.id}>
            <FeedHealth feed={f} /> <span className="meta">{f.last_read ? ago(f.last_read, now, m) : ''}</span>
          </div>
        ))}
      </Table.Td>
    </Table.Tr>
  );
}
