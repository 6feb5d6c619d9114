import { useQuery, keepPreviousData } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { listSites } from '../api/sites';
import { getTimeline, type TimelineQuery } from '../api/timeline';
import { Page } from '../frame/Page';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { ends, parse, withChoice } from './address';
import { Choices } from './Choices';
import { NoVisits } from './Empty';
import { Shown } from './Shown';

/** TimelinePage shows mentions against visits. */
export default function TimelinePage() {
  const m = useMessages();
  const [params, setParams] = useSearchParams();
  const view = parse(params);
  const sites = useQuery({ queryKey: ['sites'], queryFn: ({ signal }) => listSites(signal) });
  const zone = (sites.data?.find((s) => s.id === view.site) ?? sites.data?.[0])?.zone ?? 'UTC';
  const { from, to } = ends(view, zone, new Date());
  const asked: TimelineQuery = { site: view.site, brand: view.brand, metric: view.metric, channel: view.channel, unit: view.unit, from, to };
  const some = (sites.data?.length ?? 0) > 0;
  const timeline = useQuery({ queryKey: ['timeline', asked], queryFn: ({ signal }) => getTimeline(asked, signal), enabled: some, placeholderData: keepPreviousData });

  if (sites.isError) return <Trouble what={m.pages.timeline} error={sites.error} again={() => void sites.refetch()} />;
  if (sites.data && !some)
    return (
      <Page title={m.pages.timeline}>
        <NoVisits site="" />
      </Page>
    );
  const choose = (name: string, value: string, replace = false) => setParams((p) => withChoice(p, name, value), { replace });
  const choices = <Choices view={view} sites={sites.data ?? []} timeline={timeline.data} choose={choose} />;
  if (timeline.data) return <Shown timeline={timeline.data} view={view} asked={asked} stale={timeline.isPlaceholderData} choices={choices} choose={choose} />;
  return (
    <Page title={m.pages.timeline}>
      {choices}
      {timeline.isError ? <Trouble what={m.pages.timeline} error={timeline.error} again={() => void timeline.refetch()} /> : <Waiting rows={1} height={320} />}
    </Page>
  );
}
