import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { listRules } from '../api/alerts';
import { getStatus } from '../api/documents';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';
import classes from './brands.module.css';
import { RescanWord } from './RescanWord';

/**
 * Saved says above the form what saving did, and leads on: to a source where there is none, then to the
 * mentions and to an alert. It scrolls into view, since one may have saved from below.
 */
export function Saved({ id, rescan }: { id: string; rescan: string }) {
  const m = useMessages();
  const place = useRef<HTMLElement>(null);
  const status = useQuery({ queryKey: ['status'], queryFn: ({ signal }) => getStatus(signal) });
  const rules = useQuery({ queryKey: ['rules'], queryFn: ({ signal }) => listRules(signal) });
  const noSource = status.data?.sources === 0;
  const noAlert = rules.data?.length === 0;
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' });
  }, [rescan, noSource]);
  return (
    <section ref={place} className={`${page.panel} ${classes.saved}`} aria-label={m.brands.next}>
      <RescanWord id={rescan} />
      <p className={classes.next}>{noSource ? m.brands.nextSource : noAlert ? m.brands.nextAlert : m.brands.nextInbox}</p>
      <div className={page.row} style={{ marginBottom: 0 }}>
        {noSource && (
          <Button component={Link} to="/sources" size="compact-md">
            {m.inbox.addSource}
          </Button>
        )}
        <Button component={Link} to={`/inbox?brand=${encodeURIComponent(id)}`} size="compact-md" variant={noSource ? 'default' : 'filled'}>
          {m.brands.seeInbox}
        </Button>
        {!noSource && noAlert && (
          <Button component={Link} to={`/alerts/rules/new?brand=${encodeURIComponent(id)}`} size="compact-md" variant="default">
            {m.brands.setAlert}
          </Button>
        )}
      </div>
    </section>
  );
}
