import { Button, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { getDelivery, retryDelivery } from '../api/alerts';
import type { Attempt, Delivery } from '../api/types';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { undelivered } from '../frame/why';
import { useMessages } from '../i18n';
import type { Messages } from '../i18n/en';
import { more, rangeOf } from '../reports/sentences';
import { useMay } from '../session/useMay';
import { ago, moment } from '../text/time';
import classes from './alerts.module.css';

interface Props {
  delivery: Delivery;
  names: { rule: (id: string) => string; channel: (id: string) => string };
}

/** DeliveryRow is one delivery. Opened, it shows each attempt and the message as it was sent. */
export function DeliveryRow({ delivery: d, names }: Props) {
  const m = useMessages();
  const queries = useQueryClient();
  const may = useMay();
  const [open, { toggle }] = useDisclosure(false);
  const retry = useMutation({ mutationFn: () => retryDelivery(d.id), onSuccess: () => void queries.invalidateQueries({ queryKey: ['deliveries'] }) });
  const tone = d.state === 'failed' ? page.bad : d.state === 'delivered' ? page.good : d.attempts > 0 ? page.care : page.none;
  return (
    <>
      <Table.Tr>
        <Table.Td className={page.nowrap}>{ago(d.created, new Date(), m)}</Table.Td>
        <Table.Td className={page.name}>
          <Link to={d.report !== '' ? `/reports/${d.report}` : `/mentions/${d.mention}`}>{[d.brand, d.title].filter(Boolean).join(': ') || m.acts.open}</Link>
          {d.headline && <div className="meta">{m.alerts.reportSaid(reportWords(d.headline, m))}</div>}
          <div className="meta">{[d.more > 0 ? m.alerts.andMore(d.more) : '', d.source, d.event === 'found' || d.event === 'ready' ? '' : (m.alerts.happened[d.event] ?? d.event), d.rules.map(names.rule).join(', ')].filter(Boolean).join(' · ')}</div>
        </Table.Td>
        <Table.Td data-label={m.alerts.to}>
          {names.channel(d.channel)}
          {d.channelType !== '' && <div className="meta">{m.alerts.kinds[d.channelType]?.name ?? d.channelType}</div>}
        </Table.Td>
        <Table.Td>
          <span className={tone}>{d.state === 'pending' && d.attempts > 0 ? m.alerts.retrying : (m.alerts.states[d.state] ?? d.state)}</span>{' '}
          <span className="meta">
            {d.attempts > 1 && m.alerts.attempts(d.attempts)}
            {d.state === 'pending' && d.attempts > 0 && ` · ${m.alerts.nextTry(moment(d.notBefore, m))}`}
          </span>
          {d.error !== '' && <div className="meta">{undelivered({ ...d, detail: d.error }, m)}</div>}
          <Refused error={retry.error} />
        </Table.Td>
        <Table.Td className={page.number}>
          {may.write && d.state !== 'delivered' && (
            <Button size="compact-sm" variant="default" mr={8} loading={retry.isPending} onClick={() => retry.mutate()}>
              {m.alerts.retry}
            </Button>
          )}
          <Button size="compact-sm" variant="subtle" aria-expanded={open} onClick={toggle}>
            {m.alerts.details}
          </Button>
        </Table.Td>
      </Table.Tr>
      {open && (
        <Table.Tr>
          <Table.Td colSpan={5}>
            <Sent delivery={d} />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}

/** reportWords are the grade of a report and the range of its effect, as they were sent. */
function reportWords(h: NonNullable<Delivery['headline']>, m: Messages): string {
  const range = rangeOf({ effect: null, low: h.low, high: h.high });
  return [m.report.grades[h.verdict] ?? h.verdict, range ? more(range, h.days, m) : ''].filter(Boolean).join(', ');
}

function Sent({ delivery: d }: { delivery: Delivery }) {
  const m = useMessages();
  // Each attempt and each retry asks again.
  const { data, error } = useQuery({
    queryKey: ['delivery', d.id, d.state, d.attempts, d.notBefore],
    queryFn: ({ signal }) => getDelivery(d.id, signal),
    placeholderData: keepPreviousData,
  });
  if (error) return <Refused error={error} />;
  if (!data) return null;
  return (
    <>
      <ol className={classes.tries}>
        {data.tries.map((t) => (
          <li key={t.number}>
            {moment(t.at, m)}: {tryWords(t, m)} <span className="meta">{t.took} ms</span>
          </li>
        ))}
      </ol>
      <pre className={classes.body} tabIndex={0} aria-label={m.alerts.body}>
        {pretty(data.body)}
      </pre>
    </>
  );
}

/** tryWords says how one attempt ended. */
function tryWords(t: Attempt, m: Messages): string {
  if (t.error === '') return [t.status > 0 ? t.status : '', t.answer].filter(Boolean).join(' ');
  return [undelivered({ ...t, detail: t.error }, m), t.answer].filter(Boolean).join(' ');
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
