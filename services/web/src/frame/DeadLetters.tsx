import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { discardDeadLetter, listDeadLetters, retryDeadLetter, type DeadLetter } from '../api/deadLetters';
import { useMessages } from '../i18n';
import type { Messages } from '../i18n/en';
import { useSession } from '../session/useSession';
import { ago } from '../text/time';
import classes from './DeadLetters.module.css';
import { why } from './why';

/** DeadLetters shows admins which messages of the bus could not be processed, with what to do about each. */
export function DeadLetters() {
  const m = useMessages();
  const queries = useQueryClient();
  const admin = useSession().data?.scope === 'admin';
  const found = useQuery({ queryKey: ['dead letters'], queryFn: ({ signal }) => listDeadLetters(signal), enabled: admin, refetchInterval: 60_000 });
  const refresh = () => queries.invalidateQueries({ queryKey: ['dead letters'] });
  const retry = useMutation({ mutationFn: retryDeadLetter, onSettled: refresh });
  const discard = useMutation({ mutationFn: discardDeadLetter, onSettled: refresh });
  if (!admin || !found.data || found.data.letters.length === 0) return null;
  const { letters, total } = found.data;
  const now = new Date();
  const error = retry.error ?? discard.error;
  return (
    <section className={classes.letters} aria-label={m.deadLetters.title(total)}>
      <IconAlertTriangle size={20} aria-hidden />
      <details className={classes.words}>
        <summary>{m.deadLetters.title(total)}</summary>
        <p>{m.deadLetters.help}</p>
        {error && <p role="status">{why(error, m)}</p>}
        <ul>
          {letters.map((d) => (
            <li key={d.id}>
              <span className={classes.what}>
                <strong>{m.deadLetters.happened[d.consumer.split('-')[0]!] ?? d.consumer}</strong> <code>{d.subject}</code>
                <span className="meta"> {tries(d, m, now)}</span>
                <br />
                <span lang="en">{d.cause}</span>
              </span>
              <Button size="compact-sm" variant="default" loading={retry.isPending && retry.variables === d.id} onClick={() => retry.mutate(d.id)} aria-label={`${m.deadLetters.retry}: ${d.subject}`}>
                {m.deadLetters.retry}
              </Button>
              <Button size="compact-sm" variant="default" loading={discard.isPending && discard.variables === d.id} onClick={() => discard.mutate(d.id)} aria-label={`${m.deadLetters.discard}: ${d.subject}`}>
                {m.deadLetters.discard}
              </Button>
            </li>
          ))}
        </ul>
        {total > letters.length && <p>{m.deadLetters.more(total - letters.length)}</p>}
      </details>
    </section>
  );
}

/** tries is how often a message was tried, and when for the last time. */
function tries(d: DeadLetter, m: Messages, now: Date): string {
  const words = [ago(d.updated, now, m)];
  if (d.retries > 0) words.unshift(m.deadLetters.retries(d.retries));
  if (d.attempts > 0) words.unshift(m.deadLetters.attempts(d.attempts));
  return words.join(' · ');
}
