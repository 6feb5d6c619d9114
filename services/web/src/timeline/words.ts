import type { Unit } from '../api/timeline';
import type { Messages } from '../i18n/en';
import { dayOf, integer, isNumber } from '../reports/sentences';
import type { Row } from './rows';

/** whenOf is the time of a row in words: an hour with its clock, a week with both its ends. */
export function whenOf(r: Pick<Row, 'start' | 'day' | 'last'>, unit: Unit, zone: string, m: Messages): string {
  if (unit === 'week') return m.timeline.week(dayOf(r.day, m, false), dayOf(r.last, m));
  if (unit === 'day') return dayOf(r.day, m);
  return clockIn(r.start, zone, m, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
}

/** clockIn writes a moment in a time zone. The hour that comes twice when clocks are set back has its offset. */
function clockIn(seconds: number, zone: string, m: Messages, options: Intl.DateTimeFormatOptions): string {
  const write = (at: number, more: Intl.DateTimeFormatOptions = {}) => {
    try {
      return new Date(at * 1000).toLocaleString(m.locale, { ...options, ...more, timeZone: zone });
    } catch {
      return new Date(at * 1000).toLocaleString(m.locale, { ...options, ...more }); // a zone that this browser doesn't know
    }
  };
  const text = write(seconds);
  const twice = options.hour !== undefined && (write(seconds - 3600) === text || write(seconds + 3600) === text);
  return twice ? write(seconds, { timeZoneName: 'short' }) : text;
}

/** valueOf is what was counted in a row, in words. */
export function valueOf(r: Pick<Row, 'value' | 'partial'>, m: Messages): string {
  if (!isNumber(r.value)) return m.timeline.none;
  return r.partial ? m.timeline.partial(integer(r.value, m)) : integer(r.value, m);
}

/** expectedOf is the range that was expected, or nothing. */
export const expectedOf = (r: Pick<Row, 'low' | 'high'>, m: Messages): string =>
  isNumber(r.low) && isNumber(r.high) ? m.report.to(integer(r.low, m), integer(r.high, m)) : '';

/** eventsOf are the names of a row's notes and holidays. */
export const eventsOf = (r: Pick<Row, 'events'>, m: Messages): string[] => r.events.map((e) => (e.kind === 'holiday' ? m.timeline.holiday(e.name) : e.name));

/** spoken is all of a row in a sentence. */
export function spoken(r: Row, unit: Unit, zone: string, metric: string, m: Messages): string {
  const t = m.timeline;
  const value = isNumber(r.value) ? `${valueOf(r, m)} ${metricName(metric, m).toLocaleLowerCase(m.locale)}` : t.none;
  const parts = [value];
  if (isNumber(r.low) && isNumber(r.high)) parts.push(t.expected(integer(r.low, m), integer(r.high, m)));
  parts.push(r.own + r.rivals > 0 ? t.mentions(r.own, r.rivals) : t.noMentions);
  if (r.clicks) parts.push(m.links.clicked(r.clicks));
  return [t.at(whenOf(r, unit, zone, m), parts.join('; ')), ...eventsOf(r, m)].map((s) => s.replace(/[.]?$/, '.')).join(' ');
}

export const metricName = (metric: string, m: Messages) => m.timeline.metrics[metric] ?? metric.replaceAll('_', ' ');

/** channelName is a channel in words; one that has none is written as it came. */
export function channelName(channel: string, m: Messages): string {
  const plain = channel.replaceAll('_', ' ');
  return m.timeline.channels[channel] ?? plain.charAt(0).toLocaleUpperCase(m.locale) + plain.slice(1);
}

/** axisLabels are the words under the axis: clocks within a day, the day at midnight, the year where it changes. */
export function axisLabels(at: number[], step: number, zone: string, m: Messages): string[] {
  let year = '';
  return at.map((s, i) => {
    const now = clockIn(s, zone, m, { year: 'numeric' });
    const turn = i > 0 && now !== year;
    year = now;
    if (step < 86_400 && clockIn(s, zone, m, { hour: '2-digit', minute: '2-digit' }).slice(0, 5) !== '00:00')
      return clockIn(s, zone, m, { hour: '2-digit', minute: '2-digit' }).slice(0, 5);
    if (step >= 28 * 86_400) return clockIn(s, zone, m, { month: 'short', ...(turn || i === 0 ? { year: 'numeric' } : {}) });
    return clockIn(s, zone, m, { day: 'numeric', month: 'short', ...(turn ? { year: 'numeric' } : {}) });
  });
}
