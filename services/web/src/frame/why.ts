import { NotDelivered } from '../api/alerts';
import { Problem, type Mistake } from '../api/problem';
import type { Messages } from '../i18n/en';
import { phrase } from '../i18n/phrase';

/** why says what went wrong in the user's language, and in the server's English where the desk has no text for it. */
export function why(error: unknown, m: Messages): string {
  if (error instanceof NotDelivered) return phrase(m.failures, error);
  // fetch throws a TypeError where nothing answers.
  if (error instanceof TypeError) return m.states.unavailable;
  if (!(error instanceof Problem)) return error instanceof Error ? error.message : String(error);
  if (error.mistakes.length > 0) {
    const sentences = error.mistakes.map((e) => mistake(e, m));
    // One that the desk can't phrase would be a riddle among the others.
    return sentences.includes('') ? error.message : [...new Set(sentences)].join(' ');
  }
  if (error.status === 412) return m.states.stale;
  return phrase({ ...m.faults, ...m.problems }, { code: error.reason, params: error.params, detail: error.message }) || m.states.unavailable;
}

function mistake(e: Mistake, m: Messages): string {
  const field = Object.hasOwn(m.fieldNames, e.field) ? m.fieldNames[e.field] : e.field;
  return phrase(m.mistakes, { code: e.reason, params: { ...e.params, field }, detail: '' });
}
