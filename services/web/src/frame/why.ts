import { NotDelivered } from '../api/alerts';
import { Problem, type Mistake } from '../api/problem';
import type { Messages } from '../i18n/en';
import { phrase, type Coded } from '../i18n/phrase';

/** Warned is a warning, with its cause. */
export type Warned = Coded & { cause?: Coded };

/** why says what went wrong in the user's language, and in the server's English where the desk has no text for it. */
export function why(error: unknown, m: Messages): string {
  if (error instanceof NotDelivered) return undelivered(error, m);
  // fetch throws a TypeError where nothing answers.
  if (error instanceof TypeError) return m.states.unavailable;
  if (!(error instanceof Problem)) return error instanceof Error ? error.message : String(error);
  if (error.mistakes.length > 0) {
    const sentences = error.mistakes.map((e) => mistake(e, m));
    // One that the desk can't phrase would be a riddle among the others.
    return sentences.includes('') ? error.message : [...new Set(sentences)].join(' ');
  }
  if (error.status === 412) return m.states.stale;
  return refused({ code: error.reason, params: error.params, detail: error.message }, m) || m.states.unavailable;
}

/** refused says what the API refuses. A fault is among it where a source was looked up. */
export function refused(problem: Coded, m: Messages): string {
  const params = { ...problem.params };
  // A form calls its fields otherwise than the API does.
  const name = fieldName(String(params.name ?? '').split('.').at(-1) ?? '', m);
  if (name !== '' && problem.code.startsWith('field_')) params.field = name;
  if (name !== '' && problem.code.startsWith('brand_')) params.name = name;
  // Of a file without a readable line the problem holds why its first line was refused.
  if (typeof params.why_code === 'string') {
    params.why = phrase(m.lines, { code: params.why_code, params, detail: String(params.why ?? '') });
  }
  if (Object.hasOwn(m.files, problem.code)) return wrongInFile({ ...problem, line: Number(problem.params?.line) || 0, detail: '' }, m) || problem.detail;
  return phrase({ ...m.faults, ...m.problems }, { ...problem, params });
}

/** wrongInFile says why a file, or a line of it, can't be read. */
export function wrongInFile(wrong: Coded & { line?: number }, m: Messages): string {
  // An empty cell is a value too.
  const params = Object.fromEntries(Object.entries(wrong.params ?? {}).map(([name, value]) => [name, value === '' ? m.imports.emptyCell : formatsIn(String(value), m)]));
  const said = phrase(m.files, { ...wrong, params });
  return wrong.line && said !== '' ? m.imports.line(wrong.line, said) : said;
}

/** formatsIn words a format of dates: 03/04/2026 (day first). */
export const formatsIn = (text: string, m: Messages) => text.replaceAll('(day first)', `(${m.imports.dayFirst})`).replaceAll('(month first)', `(${m.imports.monthFirst})`);

/** warned says what was repaired or left out in what a source sent, and why. */
export function warned(w: Warned, m: Messages): string {
  const why = w.cause ? phrase({ ...m.faults, ...m.warnings }, { ...w.cause, detail: '' }) : '';
  return phrase(m.warnings, { ...w, params: { ...w.params, why } });
}

/** unread says why a source was not read. */
export const unread = (fault: Coded, m: Messages) =>
  phrase(m.faults, { ...fault, params: { ...fault.params, again: m.sources.again } });

/** undelivered says why a message was not delivered. */
export function undelivered(failure: Coded, m: Messages): string {
  const text = phrase({ ...m.faults, ...m.failures }, failure);
  return failure.params?.arrived === 'unknown' && text !== failure.detail ? `${text} ${m.alerts.mayHaveArrived}` : text;
}

const fieldName = (field: string, m: Messages) => (Object.hasOwn(m.fieldNames, field) ? m.fieldNames[field]! : '');

function mistake(e: Mistake, m: Messages): string {
  const field = fieldName(e.field, m) || e.field;
  return phrase(m.mistakes, { code: e.reason, params: { ...e.params, field }, detail: '' });
}
