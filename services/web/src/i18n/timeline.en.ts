import { pluralIn } from './plural';

const plural = pluralIn('en-GB');

/** The page of mentions against visits. */
export const timeline = {
  addTag: 'Add the tag',
  allBrands: 'All brands',
  allChannels: 'All channels',
  at: (when: string, what: string) => `${when}: ${what}`,
  brand: 'Brand',
  byDay: 'Show days',
  byDayOnly: 'These visits are counted by day, not by hour.',
  channel: 'Channel',
  channels: {
    ai_assistant: 'AI assistant',
    direct: 'Direct',
    display: 'Display',
    email: 'E-mail',
    organic_search: 'Organic search',
    organic_social: 'Organic social',
    paid_search: 'Paid search',
    paid_social: 'Paid social',
    referral: 'Referral',
    social: 'Social',
  } as Record<string, string>,
  chart: (metric: string, unit: string) => `${metric} by ${unit}`,
  chartHelp:
    'Arrow keys move the cursor, Home and End go to the ends, + and - zoom, 0 shows everything, ' +
    'Enter opens what was published then.',
  columns: {
    when: 'Time',
    expected: 'Expected (95%)',
    own: 'Mentions',
    rivals: 'Competitors',
    events: 'Annotations',
  },
  cut: 'Not all reports and annotations of this period are shown. Choose a shorter one.',
  effect: (range: string, days: string) => `${range} visits in ${days}`,
  empty: 'No visits yet.',
  emptyHelp: 'Visits come from the tag on your site, from an analytics tool or from a file.',
  expected: (a: string, b: string) => `${a} to ${b} expected`,
  goTo: 'Open site',
  holiday: (name: string) => `${name} (public holiday)`,
  legend: {
    effect: 'Window of a report that stands out',
    event: 'Annotation or holiday',
    expected: 'Expected without the mention (95%)',
    gap: 'Not counted',
    observed: 'Counted',
    own: 'Your mentions',
    partial: 'Not complete',
    rivals: 'Competitors',
  },
  listed: (when: string) => `Published ${when}`,
  mentions: (own: number, rivals: number) =>
    own > 0 && rivals > 0
      ? `${plural(own, 'mention', 'mentions')} and ${rivals} of competitors`
      : rivals > 0
        ? `${plural(rivals, 'mention', 'mentions')} of competitors`
        : plural(own, 'mention', 'mentions'),
  metric: 'What is counted',
  metrics: {
    visits: 'Visits',
    previews: 'Link previews',
    assistant_fetches: 'Fetches by AI assistants',
    deep_direct: 'Direct, to deep pages',
    deep_search: 'By search, to deep pages',
    deep_direct_possibly_ai: 'Direct to deep pages, possibly AI',
    branded_clicks: 'Branded clicks',
    branded_impressions: 'Branded impressions',
  } as Record<string, string>,
  more: (n: number) =>
    plural(n, 'further mention is', 'further mentions are') +
    ' counted but not listed. Choose a shorter period.',
  moreHere: (n: number) => `${plural(n, 'more', 'more')} at this time, in the inbox`,
  move: { earlier: 'Earlier', later: 'Later', in: 'Zoom in', out: 'Zoom out', all: 'Show everything' },
  noData: (a: string, b: string) => `No data ${a} to ${b}.`,
  noDataHelp: (a: string, b: string) => `This site has counts from ${a} to ${b}.`,
  noMentions: 'no mentions',
  none: 'not counted',
  nothing: 'No mentions.',
  note: 'Add annotation',
  otherDays: 'Some days are those of another time zone: only they were counted.',
  partial: (value: string) => `${value} (not complete)`,
  period: 'Period',
  periods: {
    '30d': '30 days',
    '90d': '90 days',
    '180d': '180 days',
    '365d': '1 year',
    '730d': '2 years',
  } as Record<string, string>,
  primary: (feed: string) => `Counted by ${feed}`,
  rivals: 'Competitors',
  shown: (from: string, to: string) => `${from} to ${to} shown`,
  site: 'Site',
  unit: 'By',
  units: { hour: 'Hour', day: 'Day', week: 'Week' } as Record<string, string>,
  unitNames: { hour: 'hour', day: 'day', week: 'week' } as Record<string, string>,
  week: (from: string, to: string) => `${from} to ${to}`,
};
