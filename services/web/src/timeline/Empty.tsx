import { Button, EmptyState } from '@mantine/core';
import { IconTimeline } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Timeline } from '../api/timeline';
import { useMessages } from '../i18n';
import { dayOf } from '../reports/sentences';
import { dayIn } from './address';

const icon = <IconTimeline size={32} stroke={1.4} />;

/** NoVisits stands where nothing is counted yet. The site is empty where there is none. */
export function NoVisits({ site }: { site: string }) {
  const m = useMessages();
  return (
    <EmptyState mt={48} icon={icon} title={m.timeline.empty} description={m.timeline.emptyHelp}>
      <Button component={Link} to={site === '' ? '/sites/new' : `/sites/${encodeURIComponent(site)}`}>
        {m.timeline.addTag}
      </Button>
    </EmptyState>
  );
}

/** NoData stands where nothing was counted in the time shown, and says when something was. */
export function NoData({ timeline: t, byDay }: { timeline: Timeline; byDay: () => void }) {
  const m = useMessages();
  const dayOnly = t.unit === 'hour' && t.spans.includes('day');
  const since = t.since && dayOf(dayIn(new Date(t.since), t.site.zone), m);
  const until = t.until && dayOf(dayIn(new Date(t.until), t.site.zone), m);
  const help = dayOnly ? m.timeline.byDayOnly : since && until ? m.timeline.noDataHelp(since, until) : undefined;
  return (
    <EmptyState mt={48} icon={icon} title={m.timeline.noData(dayOf(t.from, m), dayOf(t.to, m))} description={help}>
      {dayOnly ? (
        <Button onClick={byDay}>{m.timeline.byDay}</Button>
      ) : (
        <Button component={Link} to={`/sites/${encodeURIComponent(t.site.id)}`} variant="default">
          {m.timeline.goTo}
        </Button>
      )}
    </EmptyState>
  );
}
