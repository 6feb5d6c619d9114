import type { LeadMatch, MatchReason } from '../api/leads';
import type { Messages } from '../i18n/en';
import { phrase } from '../i18n/phrase';

/** because says why a match was made, as a sentence. It is the server's English where a reason is unknown here. */
export function because(m: Messages, { reason, reasons }: Pick<LeadMatch, 'reason' | 'reasons'>): string {
  const [first, ...rest] = reasons;
  const join = (list: string[]) => new Intl.ListFormat(m.locale, { type: 'conjunction' }).format(list);
  const named = (index: number, of: 'month' | 'weekday') =>
    // 4 January 1970 is a Sunday, the weekday 0.
    new Date(Date.UTC(1970, of === 'month' ? index - 1 : 0, of === 'month' ? 1 : 4 + index)).toLocaleDateString(m.locale, { [of]: 'long', timeZone: 'UTC' });
  const said = (x: string, v: unknown) => {
    if (Array.isArray(v)) return join(v.map(String));
    if (x === 'month' || x === 'weekday') return named(Number(v), x);
    return x === 'place' ? (m.places as Record<string, string>)[String(v)] : v;
  };
  const say = ({ code, params = {} }: MatchReason, more: Record<string, unknown> = {}) =>
    phrase(m.matchReasons, { code, params: { ...Object.fromEntries(Object.entries(params).map(([x, v]) => [x, said(x, v)])), ...more }, detail: '' });
  const why = rest.map((r) => say(r));
  const text = first && why.every((w) => w !== '') ? say(first, { why: join(why) }) : '';
  return `${text || reason}.`;
}
