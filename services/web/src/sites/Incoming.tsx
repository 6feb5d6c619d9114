import { Table } from '@mantine/core';
import { Link } from 'react-router';
import type { Site } from '../api/sites';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';
import { dayOf } from '../reports/sentences';
import { ago, dayIn } from '../text/time';
import { FeedHealth } from './FeedHealth';

/** Incoming is what comes in for a site: since when, when last, which of it counts, and the days that lack. */
export function Incoming({ site: s }: { site: Site }) {
  const m = useMessages();
  const t = m.sites;
  const now = new Date();
  const countsFor = (feed: string) =>
    Object.entries(s.counting).flatMap(([metric, id]) => (id === feed ? [t.metricNames[metric] ?? metric] : []));
  return (
    <div className={page.stack}>
      <section className={page.panel}>
        <h2 className={page.second}>{t.comesIn}</h2>
        {s.feeds.length === 0 ? (
          <p className={page.help}>
            {t.noFeeds} <Link to="/imports">{m.pages.imports}</Link>
          </p>
        ) : (
          <div className={page.card}>
            <Table verticalSpacing={6} horizontalSpacing="md">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t.feed}</Table.Th>
                  <Table.Th>{t.since}</Table.Th>
                  <Table.Th>{t.counts}</Table.Th>
                  <Table.Th>{t.lastPull}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {s.feeds.map((f) => (
                  <Table.Tr key={f.id}>
                    <Table.Td className={page.name}>
                      {f.name}
                      <div className="meta">{f.type}</div>
                    </Table.Td>
                    <Table.Td data-label={t.since}>{f.since && f.until ? t.sinceTo(dayIn(f.since, s.zone, m), dayIn(f.until, s.zone, m)) : '–'}</Table.Td>
                    <Table.Td data-label={t.counts}>{countsFor(f.id).join(', ') || '–'}</Table.Td>
                    <Table.Td data-label={t.lastPull}>
                      <FeedHealth feed={f} />
                      <div className="meta">{f.last_read ? ago(f.last_read, now, m) : f.until ? '' : t.never}</div>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        )}
      </section>
      {s.feeds.length > 0 && (
        <section className={page.panel}>
          <h2 className={page.second}>{t.gaps}</h2>
          {s.gaps.length === 0 ? (
            <p className={page.none}>{t.gapsNone}</p>
          ) : (
            <>
              <p className={page.help}>{t.gapsHelp}</p>
              <ul>
                {s.gaps.map((g) => (
                  <li key={g.from}>{t.gap(dayOf(g.from, m), dayOf(g.to, m))}</li>
                ))}
              </ul>
            </>
          )}
        </section>
      )}
    </div>
  );
}
