import type { Part } from '../api/types';
import { phrase } from '../i18n/phrase';
import type { Messages } from '../i18n/en';
import { clock, moment } from '../text/time';

/** untried reports whether a part was asked for and has not been tried since. */
export const untried = (p: Part) => p.state === 'pending' && p.attempts === 0;

/** partState says in a few words what became of a part: read from where, or not. */
export function partState(p: Part, m: Messages, language = ''): string {
  if (p.state === 'pending' && p.progress > 0) return m.parts.recognising(Math.floor(p.progress * 100));
  if (p.state !== 'read') return m.parts.states[p.state] ?? p.state;
  const other = p.language !== '' && language !== '' && primary(p.language) !== primary(language);
  const about = [p.type, other ? m.parts.instead(languageName(p.language, m.locale)) : '', p.host === '' ? '' : m.parts.from(p.host), p.seconds > 0 ? m.parts.recording(clock(p.seconds)) : ''].filter(Boolean);
  return [m.parts.states.read, about.join(', ')].filter(Boolean).join(': ');
}

/** partWhy says why a part is missing and when it is tried again. */
export function partWhy(p: Part, m: Messages): string {
  if (p.state === 'read') return '';
  const why = p.error === '' ? '' : phrase(m.faults, { code: p.code, params: p.params, detail: p.error });
  const next = p.state === 'pending' && p.attempts > 0 && p.next !== '' ? m.parts.next(moment(p.next, m)) : '';
  return [why, next].filter(Boolean).join(' ');
}

const primary = (tag: string) => tag.split('-')[0]!.toLowerCase();

/** languageName returns the name of a language in another one, or its tag where it has none. */
function languageName(tag: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/**
 * whileUntried is how often a document is loaded again: each second until its parts have been tried, and now and then
 * while its speech is recognised, which takes minutes.
 */
export const whileUntried = (d: { parts: Part[] } | undefined) => (d?.parts.some((p) => p.state === 'pending' && p.progress > 0) ? 5000 : d?.parts.some(untried) ? 1000 : false);
