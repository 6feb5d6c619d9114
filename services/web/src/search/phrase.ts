import type { Clause, Explanation } from '../api/generated/types.gen';
import type { Messages } from '../i18n/en';
import { phrase } from '../i18n/phrase';

/** phraseClause says what a part of a query looks for. A list inside another clause is put in brackets. */
export function phraseClause(c: Clause, m: Messages, inside = false): string {
  const { and, or, clauses, letters } = m.query;
  const parts = (c.parts ?? []).map((p) => phraseClause(p, m, true));
  const list = c.code === 'any' ? or(parts) : and(parts);
  const params = {
    text: c.text,
    n: c.n,
    letters: letters(c.n ?? 0),
    list: inside && (c.code === 'all' || c.code === 'any') ? `(${list})` : list,
    a: parts[0],
    b: parts[1],
    field: c.code === 'field' ? phraseField(c, m) : '',
    published: c.code === 'published' ? phrasePublished(c, m) : '',
    types: or(c.types ?? []),
    brands: or(c.values ?? []),
    low: c.low ?? 0,
    high: c.high,
  };
  return phrase(clauses, { code: c.code, params, detail: clauses.everything! });
}

/** phraseExplanation is a sentence without its first capital. */
export const phraseExplanation = (e: Explanation, m: Messages) => phraseClause(e.clause, m);

function phraseField(c: Clause, m: Messages): string {
  const field = c.field ?? '';
  const named: Record<string, (v: string) => string> = {
    lang: (v) => m.languages[v] ?? v,
    kind: (v) => m.kinds[v as keyof typeof m.kinds] ?? v,
    site: (v) => v,
  };
  const values = m.query.or((c.values ?? []).map(named[field] ?? ((v) => `“${v}”`)));
  return phrase(m.query.fields, { code: field, params: { values }, detail: values });
}

const dayLength = 24 * 3600 * 1000;

/** phrasePublished names the last day of a period, where the server sends the first moment after it. */
function phrasePublished(c: Clause, m: Messages): string {
  const from = c.from ? new Date(c.from) : null;
  const to = c.to ? new Date(c.to) : null;
  const oneDay = from && to && to.getTime() - from.getTime() <= dayLength;
  const code = from && to ? (oneDay ? 'on' : 'between') : from ? 'since' : to ? 'before' : 'any';
  const last = to && from ? new Date(to.getTime() - 1) : to;
  return phrase(m.query.published, {
    code,
    params: { from: from && m.query.date(from), to: last && m.query.date(last) },
    detail: m.query.published.any,
  });
}
