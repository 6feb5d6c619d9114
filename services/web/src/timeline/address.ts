import { units, type Unit } from '../api/timeline';

export const periods = ['30d', '90d', '180d', '365d', '730d'] as const;
const usualPeriod = '90d';

/** What the address says is shown. */
export interface View {
  site: string;
  brand: string[];
  metric: string;
  channel: string;
  period: string; // one of periods; empty if from and to say it
  from: string; // days
  to: string;
  unit: Unit;
  rivals: boolean;
  zoom: Span | null;
  table: boolean;
}

/** A time within what is shown, in seconds since 1970. */
export interface Span {
  from: number;
  to: number;
}

const day = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (text: string) => day.test(text) && !Number.isNaN(Date.parse(text));

/** The most days that are shown by the hour. */
const mostHourly = 180;

/** parse reads the address. What it doesn't know is left out. */
export function parse(params: URLSearchParams): View {
  const given = (name: string) => params.get(name) ?? '';
  const [from, to] = [given('from'), given('to')];
  const chosen = isDay(from) && (to === '' || (isDay(to) && from <= to));
  const period = periods.find((p) => p === given('period')) ?? (chosen ? '' : usualPeriod);
  const view: View = {
    site: given('site'),
    brand: [...new Set(given('brand').split(',').filter((b) => b !== ''))],
    metric: given('metric') || 'visits',
    channel: given('channel'),
    period,
    from: period === '' ? from : '',
    to: period === '' ? to : '',
    unit: units.find((u) => u === given('unit')) ?? 'day',
    rivals: given('rivals') !== 'no',
    zoom: parseZoom(given('zoom')),
    table: given('view') === 'table',
  };
  if (view.unit === 'hour' && !hourly(view)) view.unit = 'day';
  return view;
}

/** hourly reports whether a view is short enough to be shown by the hour. */
export function hourly(v: Pick<View, 'period' | 'from' | 'to'>): boolean {
  if (v.period !== '') return parseInt(v.period, 10) <= mostHourly;
  return (Date.parse(v.to || new Date().toISOString()) - Date.parse(v.from)) / 86_400_000 < mostHourly;
}

/** zoomText writes a zoom as two hours in UTC: 2026-03-01T05,2026-03-14T05. */
export const zoomText = (z: Span) => [z.from, z.to].map((s) => new Date(s * 1000).toISOString().slice(0, 13)).join(',');

function parseZoom(text: string): Span | null {
  const ends = text.split(',').map((t) => (/^\d{4}-\d{2}-\d{2}T\d{2}$/.test(t) ? Date.parse(`${t}:00:00Z`) / 1000 : Number.NaN));
  const [from, to] = ends;
  return ends.length === 2 && from! < to! ? { from: from!, to: to! } : null;
}

/** withChoice sets one value in the address, or takes it out. Another time is no longer zoomed. */
export function withChoice(params: URLSearchParams, name: string, value: string): URLSearchParams {
  const next = new URLSearchParams(params);
  if (value === '') next.delete(name);
  else next.set(name, value);
  if (name === 'period') {
    next.delete('from');
    next.delete('to');
  }
  if (name === 'period' || name === 'site') next.delete('zoom');
  return next;
}

/** dayIn is the day of a moment in a time zone, as 2026-03-01. */
export function dayIn(at: Date, zone: string): string {
  try {
    return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
  } catch {
    return at.toISOString().slice(0, 10); // a zone that this browser doesn't know
  }
}

/** addDays is the day that lies some days after another. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** ends are the first and last day that a view asks for; the last is empty for today. */
export function ends(v: Pick<View, 'period' | 'from' | 'to'>, zone: string, now: Date): { from: string; to: string } {
  if (v.period === '') return { from: v.from, to: v.to };
  return { from: addDays(dayIn(now, zone), 1 - parseInt(v.period, 10)), to: '' };
}
