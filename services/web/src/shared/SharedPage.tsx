import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Logo } from '../frame/Logo';
import { useTitle } from '../frame/Page';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { ReportView } from '../reports/ReportView';
import { dayOf } from '../reports/sentences';
import { addressOf, NotShared, sharedReport } from './sharedReport';
import classes from './shared.module.css';

/** SharedPage is a report for whoever has a link to it: read-only, and with no way into the desk. */
export function SharedPage() {
  const m = useMessages();
  const shared = useQuery({
    queryKey: ['shared'],
    queryFn: ({ signal }) => sharedReport(window.location.pathname, signal),
    staleTime: 60_000,
    retry: (count, error) => count < 2 && !(error instanceof NotShared),
  });
  return (
    <div className={classes.shared}>
      <header className={classes.header}>
        <Logo /> Namedrop
        {shared.data && <span className="meta">{m.share.until(dayOf(shared.data.expires, m))}</span>}
      </header>
      <main>
        {shared.error ? (
          <Unavailable error={shared.error} again={() => void shared.refetch()} />
        ) : shared.data ? (
          <ReportView report={shared.data.report} data={addressOf(window.location.pathname)} shared />
        ) : (
          <Waiting />
        )}
      </main>
    </div>
  );
}

/** Unavailable says why there is no report: the link may have ended since the page was opened. */
function Unavailable({ error, again }: { error: Error; again: () => void }) {
  const m = useMessages();
  const reason = error instanceof NotShared ? error.reason : 'silent';
  const { title, text } = m.share.unavailable[reason];
  useTitle(title);
  return (
    <div role="alert" className={classes.unavailable}>
      <h1>{title}</h1>
      <p>{text}</p>
      {reason !== 'over' && reason !== 'gone' && (
        <Button variant="default" onClick={again}>
          {m.states.again}
        </Button>
      )}
    </div>
  );
}
