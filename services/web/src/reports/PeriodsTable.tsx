import { Table } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import type { Report } from '../api/reports';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';
import classes from './report.module.css';
import { dayOf, few, isNumber } from './sentences';

/** PeriodsTable is the past periods that this one was compared with, the most unusual first. */
export function PeriodsTable({ report: r }: { report: Report }) {
  const m = useMessages();
  const { hash } = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (hash === '#periods') heading.current?.scrollIntoView();
  }, [hash]);
  const periods = r.placebos.filter((p) => isNumber(p.score)).toSorted((a, b) => b.score - a.score);
  if (periods.length === 0) return null;
  const own = r.lift?.score;
  return (
    <section id="periods" className={classes.periods}>
      <h2 ref={heading} className={classes.part}>
        {m.report.placebos}
      </h2>
      {isNumber(own) && <p className={classes.dim}>{m.report.ownScore(few(own, m))}</p>}
      <div className={page.card}>
        <Table verticalSpacing={4} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{m.report.firstDay}</Table.Th>
              <Table.Th className={page.number}>{m.report.score}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {periods.map((p) => (
              <Table.Tr key={p.day}>
                <Table.Td className={page.nowrap}>{dayOf(p.day, m)}</Table.Td>
                <Table.Td className={page.number} data-label={m.report.score}>
                  {few(p.score, m).replace('-', '−')}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}
