import { Button, Modal, Table } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { eraseLead, type Lead } from '../api/leads';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { useResultKeys } from '../search/useResultKeys';
import { Means, MatchForm } from './LeadMatch';
import { ago, moment } from '../text/time';
import classes from './leads.module.css';

/** LeadTable lists leads; j and k walk through them, Enter opens one. */
export function LeadTable({ leads }: { leads: Lead[] }) {
  const m = useMessages();
  const t = m.leads;
  const queries = useQueryClient();
  useResultKeys();
  const [asking, setAsking] = useState<Lead | null>(null);
  const erase = useMutation({
    mutationFn: (l: Lead) => eraseLead(l.id),
    onSuccess: async () => {
      setAsking(null);
      await queries.invalidateQueries({ predicate: (q) => ['leads', 'lead sources', 'report', 'reports'].includes(String(q.queryKey[0])) });
    },
  });
  const now = new Date();
  return (
    <>
      <div className={`${page.card} ${classes.leads}`}>
        <Table verticalSpacing={6} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t.time}</Table.Th>
              <Table.Th className={page.wide}>{t.answer}</Table.Th>
              <Table.Th>{t.match.heading}</Table.Th>
              <Table.Th>{t.stage}</Table.Th>
              <Table.Th ta="right">{t.value}</Table.Th>
              <Table.Th>{t.landing}</Table.Th>
              <Table.Th>{t.source}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {leads.map((l) => (
              <Row key={l.id} lead={l} now={now} erase={() => setAsking(l)} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Modal opened={asking !== null} onClose={() => setAsking(null)} title={t.eraseIt} shadow="none" closeButtonProps={{ 'aria-label': m.states.close }}>
        <p>{t.eraseForGood}</p>
        <div className={page.row}>
          <Button color="red" loading={erase.isPending} onClick={() => asking && erase.mutate(asking)}>
            {t.erase}
          </Button>
          <Button variant="default" onClick={() => setAsking(null)}>
            {m.states.cancel}
          </Button>
        </div>
        <Refused error={erase.error} />
      </Modal>
    </>
  );
}

function Row({ lead: l, now, erase }: { lead: Lead; now: Date; erase: () => void }) {
  const m = useMessages();
  const t = m.leads;
  const may = useMay();
  const [open, setOpen] = useState(false);
  return (
    <Table.Tr>
      <Table.Td className={page.nowrap}>
        <time dateTime={l.time} title={moment(l.time, m)}>
          {ago(l.time, now, m)}
        </time>
      </Table.Td>
      <Table.Td>
        <button type="button" data-result className={classes.answer} aria-expanded={open} onClick={() => setOpen(!open)}>
          <span>{l.answer || <span className={page.none}>{t.noAnswer}</span>}</span>
        </button>
        {(l.test || l.imported) && (
          <div>
            {l.test && <span className={classes.flag} title={t.testHelp}>{t.test}</span>}
            {l.imported && <span className={classes.flag} title={t.importedHelp}>{t.imported}</span>}
          </div>
        )}
        {open && (
          <div className={classes.more}>
            <dl>
              <Fact name={t.time} value={moment(l.time, m)} />
              <Fact name={t.note} value={l.note} />
              <Fact name={t.person} value={l.address} />
              <Fact name={t.key} value={l.key} />
              <Fact name={t.site} value={l.source.site} />
            </dl>
            {l.cut && <p className={page.help}>{t.cut}</p>}
            {l.test && <p className={page.help}>{t.testHelp}</p>}
            {l.imported && <p className={page.help}>{t.importedHelp}</p>}
            <MatchForm key={`${l.id} ${l.match?.judged ?? ''}`} lead={l} />
            {may.write && (
              <Button size="compact-sm" variant="default" onClick={erase}>
                {t.erase}
              </Button>
            )}
          </div>
        )}
      </Table.Td>
      <Table.Td className={page.name} data-label={t.match.heading}>
        <Means lead={l} />
      </Table.Td>
      <Table.Td data-label={t.stage}>{l.stage.replaceAll('_', ' ') || '–'}</Table.Td>
      <Table.Td className={page.number} data-label={t.value}>
        {l.value === null ? '–' : l.value.toLocaleString(m.locale)}
      </Table.Td>
      <Table.Td className={page.name} data-label={t.landing}>
        {l.landing || '–'}
      </Table.Td>
      <Table.Td data-label={t.source}>{l.source.name}</Table.Td>
    </Table.Tr>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  if (value === '') return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
