import { Button } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getPaused, resume } from '../api/pause';
import { useMessages } from '../i18n';
import { useSession } from '../session/useSession';
import classes from './Paused.module.css';
import { why } from './why';

/** Paused says on every page why nothing is crawled, found or sent, and lets an admin go on. */
export function Paused() {
  const m = useMessages();
  const queries = useQueryClient();
  const { data: who } = useSession();
  const paused = useQuery({ queryKey: ['status', 'paused'], queryFn: ({ signal }) => getPaused(signal), refetchInterval: 60_000 });
  const goOn = useMutation({ mutationFn: resume, onSuccess: () => queries.invalidateQueries() });
  if (!paused.data) return null;
  return (
    <section className={classes.paused} role="alert" aria-label={m.paused.title}>
      <IconPlayerPause size={20} aria-hidden />
      <div className={classes.words}>
        <strong>{m.paused.title}</strong>
        <p>{m.paused.why[paused.data.code]}</p>
        <p>{who?.scope === 'admin' ? m.paused.choose : m.paused.ask}</p>
        <details>
          <summary>{m.paused.details}</summary>
          <p lang="en">{paused.data.detail}</p>
        </details>
        {goOn.isError && <p role="status">{why(goOn.error, m)}</p>}
      </div>
      {who?.scope === 'admin' && (
        <Button variant="default" size="sm" loading={goOn.isPending} onClick={() => goOn.mutate()}>
          {m.paused.resume}
        </Button>
      )}
    </section>
  );
}
