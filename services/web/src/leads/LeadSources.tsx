import { Button, Modal, Table, VisuallyHidden } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fetchLeadSource, pauseLeadSource, removeLeadSource, type LeadSource } from '../api/leads';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { unread, warned } from '../frame/why';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { copyOrShow } from '../text/copy';
import { ago } from '../text/time';
import classes from './leads.module.css';

/** LeadSources is where leads come from, how each source is doing, and the address that others send to. */
export function LeadSources({ sources, edit }: { sources: LeadSource[]; edit: (id: string) => void }) {
  const m = useMessages();
  const t = m.leads;
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ predicate: (q) => ['leads', 'lead sources', 'report', 'reports'].includes(String(q.queryKey[0])) });
  const act = useMutation({ mutationFn: (f: () => Promise<unknown>) => f(), onSuccess: refresh });
  const [asking, setAsking] = useState<LeadSource | null>(null);
  return (
    <>
      <div className={page.card}>
        <Table verticalSpacing={6} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th className={page.wide}>{t.name}</Table.Th>
              <Table.Th>{t.health}</Table.Th>
              <Table.Th ta="right">{t.number}</Table.Th>
              <Table.Th>
                <VisuallyHidden>{m.frame.acts}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sources.map((s) => (
              <Row key={s.id} source={s} edit={edit} ask={setAsking} act={(f) => act.mutate(f)} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Refused error={act.error} />
      <Modal opened={asking !== null} onClose={() => setAsking(null)} title={asking ? t.removeIt(asking.name) : ''} shadow="none" closeButtonProps={{ 'aria-label': m.states.close }}>
        {asking && <p>{t.removeForGood(asking.name, asking.leads)}</p>}
        <div className={page.row}>
          <Button
            color="red"
            onClick={() => {
              if (asking) act.mutate(() => removeLeadSource(asking.id));
              setAsking(null);
            }}
          >
            {t.remove}
          </Button>
          <Button variant="default" onClick={() => setAsking(null)}>
            {m.states.cancel}
          </Button>
        </div>
      </Modal>
    </>
  );
}

interface RowProps {
  source: LeadSource;
  edit: (id: string) => void;
  ask: (s: LeadSource) => void;
  act: (f: () => Promise<unknown>) => void;
}

function Row({ source: s, edit, ask, act }: RowProps) {
  const m = useMessages();
  const t = m.leads;
  const may = useMay();
  const sent = s.arrival === 'request';
  const small = { size: 'compact-sm', variant: 'default' } as const;
  return (
    <Table.Tr>
      <Table.Td className={page.name}>
        {s.name}
        <div className="meta">{[m.leads.types[s.type]?.name ?? s.type, s.site].filter((w) => w !== s.name).join(' · ')}</div>
        {may.write && sent && s.address !== '' && <Address of={s} />}
        {may.write && sent && s.address === '' && s.type !== 'api' && <div className="meta">{t.addressOff}</div>}
      </Table.Td>
      <Table.Td data-label={t.health}>
        <Health source={s} />
        {s.lastRead !== '' && (
          <div className="meta">
            {s.arrival === 'poll' ? m.sources.read : t.arrived}: {ago(s.lastRead, new Date(), m)}
          </div>
        )}
      </Table.Td>
      <Table.Td className={page.number} data-label={t.number}>
        {s.leads.toLocaleString(m.locale)}
      </Table.Td>
      <Table.Td>
        {may.write && (
          <div className={classes.acts}>
            {s.arrival === 'poll' && !s.paused && (
              <Button {...small} aria-label={t.fetchIt(s.name)} onClick={() => act(() => fetchLeadSource(s.id))}>
                {t.fetch}
              </Button>
            )}
            {s.arrival !== 'file' && s.type !== 'api' && (
              <Button {...small} aria-label={t.changeIt(s.name)} onClick={() => edit(s.id)}>
                {t.change}
              </Button>
            )}
            {s.arrival !== 'file' && (
              <Button {...small} aria-label={s.paused ? t.resumeIt(s.name) : t.pauseIt(s.name)} onClick={() => act(() => pauseLeadSource(s.id, !s.paused))}>
                {s.paused ? t.resume : t.pause}
              </Button>
            )}
            <Button {...small} aria-label={t.removeIt(s.name)} onClick={() => ask(s)}>
              {t.remove}
            </Button>
          </div>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** Address is what the other system sends to. */
function Address({ of: s }: { of: LeadSource }) {
  const m = useMessages();
  const [copied, setCopied] = useState(false);
  return (
    <div className={classes.address}>
      <span className="meta">{m.leads.address}:</span>
      <code>{s.address}</code>
      <Button size="compact-xs" variant="default" aria-label={m.leads.copyAddress(s.name)} onClick={() => void copyOrShow(s.address).then(setCopied)}>
        {copied ? m.acts.copied : m.states.copy}
      </Button>
      <span className="meta">{m.leads.addressHelp}</span>
    </div>
  );
}

/** Health is how a source is doing, in a word, and why. */
function Health({ source: s }: { source: LeadSource }) {
  const m = useMessages();
  const t = m.leads;
  if (s.paused) return <span className={page.none}>{m.sources.paused}</span>;
  if (s.arrival === 'file') return <span className={page.none}>{t.words.waitingForFile}</span>;
  if (s.health === 'waiting') return <span className={page.none}>{s.arrival === 'request' ? t.words.waitingForRequest : m.sources.words.waiting}</span>;
  return (
    <>
      <span className={s.health === 'healthy' ? page.good : s.health === 'throttled' ? page.care : page.bad}>{m.sources.words[s.health] ?? s.health}</span>
      {s.health !== 'healthy' && s.fault.detail !== '' && <div className="meta">{unread(s.fault, m)}</div>}
      {s.health === 'healthy' && s.warnings.map((w, i) => (
        <div key={i} className="meta">
          {warned(w, m)}
        </div>
      ))}
    </>
  );
}
