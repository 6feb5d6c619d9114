import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { useMessages } from '../i18n';
import { liveFeed } from '../live/feed';
import { useLive } from '../live/useLive';
import classes from './InboxPage.module.css';

const feed = () => document.querySelector('[role="feed"]');

/**
 * Fresh lets what came in slot in at the top while no hand is near: nothing chosen, the
 * list at its top, no pointer on it. Else it waits behind a pill, which lies over the rows and
 * moves none of them.
 */
export function Fresh({ busy }: { busy: boolean }) {
  const m = useMessages();
  const queries = useQueryClient();
  const { fresh, missed } = useLive();
  const [held, setHeld] = useState(false);
  const waiting = fresh > 0 || missed;
  const show = useCallback(() => {
    liveFeed.seen();
    setHeld(false);
    void queries.invalidateQueries({ queryKey: ['mentions'] });
  }, [queries]);

  useEffect(() => {
    if (!waiting) return;
    // A feed that is read for the first time brings dozens within a second.
    const timer = setTimeout(() => {
      const list = feed();
      const near = busy || (list !== null && (list.scrollTop > 0 || list.matches(':hover')));
      if (near) setHeld(true);
      else show();
    }, 400);
    return () => clearTimeout(timer);
  }, [waiting, fresh, busy, show]);

  if (!waiting || !held) return null;
  return (
    <span role="status" className={classes.fresh}>
      <Button
        size="compact-sm"
        radius="xl"
        onClick={() => {
          show();
          feed()?.scrollTo({ top: 0 });
        }}
      >
        {fresh > 0 ? m.inbox.fresh(fresh) : m.inbox.refresh}
      </Button>
    </span>
  );
}
