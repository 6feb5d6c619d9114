import type { Messages } from '../i18n/en';

/** clock writes seconds as 12:41 or 1:02:03. */
export function clock(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  const rest = `${String(Math.floor(s / 60) % 60).padStart(s >= 3600 ? 2 : 1, '0')}:${String(s % 60).padStart(2, '0')}`;
  return s >= 3600 ? `${Math.floor(s / 3600)}:${rest}` : rest;
}

/** spokenClock says a time as a screen reader should: "12 minutes 41". */
export function spokenClock(seconds: number, m: Messages): string {
  const s = Math.max(0, Math.floor(seconds));
  return m.mention.minutes(Math.floor(s / 60), s % 60);
}

/** ago writes how long ago something was: minutes, hours, yesterday, then the date. */
export function ago(at: string, now: Date, m: Messages): string {
  const then = new Date(at);
  const minutes = Math.floor((now.getTime() - then.getTime()) / 60_000);
  if (minutes < 1) return m.ago.now;
  if (minutes < 60) return m.ago.minutes(minutes);
  if (minutes < 24 * 60) return m.ago.hours(Math.floor(minutes / 60));
  if (minutes < 48 * 60) return m.ago.yesterday;
  return day(at, now, m);
}

export function day(at: string, now: Date, m: Messages): string {
  const then = new Date(at);
  const year = then.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return then.toLocaleDateString(m.locale, { day: 'numeric', month: 'short', year });
}

export function moment(at: string, m: Messages): string {
  return new Date(at).toLocaleString(m.locale, { dateStyle: 'long', timeStyle: 'short' });
}

/** dayIn writes the day of a moment where a site is: there its days begin. */
export function dayIn(at: string, zone: string, m: Messages): string {
  const options = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  try {
    return new Date(at).toLocaleDateString(m.locale, { ...options, timeZone: zone });
  } catch {
    return new Date(at).toLocaleDateString(m.locale, options); // a zone that this browser doesn't know
  }
}
