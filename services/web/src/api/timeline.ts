import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';
import type * as wire from './generated/types.gen';

export const units = ['hour', 'day', 'week'] as const;
export type Unit = (typeof units)[number];
export type TimelineMention = wire.TimelineMention;
export type TimelineEvent = wire.TimelineEvent;

export interface TimelineQuery {
  site: string; // empty for the one that the server chooses
  brand: string[];
  metric: string;
  channel: string; // empty for all together
  unit: Unit;
  from: string; // days of the site; empty for the server's own
  to: string;
}

/** A report that is judged by the days shown. */
export interface Effect {
  report: string;
  state: 'open' | 'ready';
  verdict: NonNullable<wire.TimelineEffect['verdict']> | null;
  mention: string;
  metric: string;
  window: wire.ReportWindow;
  effect: wire.Interval | null;
  expected: wire.ExpectedDay[];
}

export interface Timeline {
  site: wire.SeriesSite;
  metric: string;
  channel: string; // empty for all together
  unit: Unit;
  from: string;
  to: string;
  feed: wire.SeriesFeed | null;
  metrics: string[];
  channels: string[];
  spans: string[];
  since: string; // empty if nothing was counted yet
  until: string;
  otherDays: boolean;
  points: { start: string; value: number | null; partial: boolean }[];
  gaps: wire.SeriesGap[];
  own: number[]; // mentions of each point
  rivals: number[];
  clicks?: number[]; // on short links
  mentions: TimelineMention[];
  more: number; // mentions that are not listed
  effects: Effect[];
  cut: boolean;
  events: TimelineEvent[];
}

const query = (q: TimelineQuery) => ({
  site: q.site || undefined,
  brand: q.brand.length > 0 ? q.brand : undefined,
  metric: q.metric,
  channel: q.channel || undefined,
  unit: q.unit,
  from: q.from || undefined,
  to: q.to || undefined,
});

export async function getTimeline(q: TimelineQuery, signal: AbortSignal): Promise<Timeline> {
  const t = await data(sdk.getTimeline({ ...asked, signal, query: query(q) }));
  const s = t.series;
  return {
    site: s.site,
    metric: s.metric,
    channel: s.channel ?? '',
    unit: s.unit,
    from: s.from,
    to: s.to,
    feed: (s.feed as wire.SeriesFeed | null) ?? null, // the API sends null where nothing counts the metric
    metrics: s.metrics ?? [],
    channels: s.channels ?? [],
    spans: s.spans ?? [],
    since: s.since ?? '',
    until: s.until ?? '',
    otherDays: s.other_days,
    points: (s.points ?? []).map((p) => ({ start: p.start, value: p.value, partial: p.partial ?? false })),
    gaps: s.gaps ?? [],
    own: t.own ?? [],
    rivals: t.rivals ?? [],
    clicks: t.clicks ?? [],
    mentions: t.mentions ?? [],
    more: t.more,
    effects: (t.effects ?? []).map((e) => ({
      report: e.report,
      state: e.state,
      verdict: e.verdict ?? null,
      mention: e.mention,
      metric: e.metric,
      window: e.window,
      effect: e.effect ?? null,
      expected: e.expected ?? [],
    })),
    cut: t.cut,
    events: t.events ?? [],
  };
}

/** timelineAddress is where a browser gets the timeline as CSV. */
export function timelineAddress(q: TimelineQuery, language: string): string {
  const given = Object.entries(query(q)).flatMap(([name, value]) => (value ? [[name, String(value)]] : []));
  const params = new URLSearchParams(given);
  if (language === 'nl') params.set('separator', 'semicolon'); // with a Dutch spreadsheet's decimal comma
  return `/api/v1/timeline/export?${params.toString()}`;
}
