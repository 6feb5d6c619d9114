import type { Clause, Explanation } from '../api/generated/types.gen';
import type { Messages } from '../i18n/en';

/** phraseClause says what a part of a query looks for. A list inside another clause is put in brackets. */
export function phraseClause(c: Clause, m: Messages, inside = false): string {
  const q = m.query;
  const parts = (c.parts ?? []).map((p) => phraseClause(p, m, true));
  const bracketed = (s: string) => (inside ? `(${s})` : s);
  const text = q.quote(c.text ?? '');
  const n = c.n ?? 0;
  switch (c.code) {
    case 'all':
      return bracketed(q.and(parts));
    case 'any':
      return bracketed(q.or(parts));
    case 'most':
      return q.most(q.and(parts));
    case 'not':
      return q.not(parts[0] ?? '');
    case 'more':
      return q.more(n);
    case 'word':
      return text;
    case 'word_forms':
      return q.wordForms(text);
    case 'spelling':
      return q.spelling(text);
    case 'phrase':
      return q.phrase(text);
    case 'prefix':
      return q.prefix(text);
    case 'similar':
      return q.similar(text, n);
    case 'verbatim':
      return q.verbatim(text);
    case 'near':
      return q.near(parts[0] ?? '', n, parts[1] ?? '');
    case 'near_ordered':
      return q.nearOrdered(parts[0] ?? '', n, parts[1] ?? '');
    case 'field':
      return phraseField(c, m);
    case 'published':
      return phrasePublished(c, m);
    case 'mention':
      return q.mention(q.or(c.types ?? []), q.or(c.values ?? [])) + (c.high ? q.confidence(c.low ?? 0, c.high) : '');
    default:
      return q.everything;
  }
}

/** phraseExplanation is a sentence without its first capital. */
export const phraseExplanation = (e: Explanation, m: Messages) => phraseClause(e.clause, m);

function phraseField(c: Clause, m: Messages): string {
  const named: Record<string, (v: string) => string> = { lang: (v) => m.query.languages[v] ?? v, kind: (v) => m.kinds[v as keyof typeof m.kinds] ?? v, site: (v) => v };
  const value = named[c.field ?? ''] ?? m.query.quote;
  const values = m.query.or((c.values ?? []).map(value));
  return m.query.fields[c.field ?? '']?.(values) ?? values;
}

const dayLength = 24 * 3600 * 1000;

/** phrasePublished names the last day of a period, where the server sends the first moment after it. */
function phrasePublished(c: Clause, m: Messages): string {
  const { published, date } = m.query;
  const from = c.from ? new Date(c.from) : null;
  const to = c.to ? new Date(c.to) : null;
  if (from && to) {
    const last = new Date(to.getTime() - 1);
    return to.getTime() - from.getTime() <= dayLength ? published.on(date(from)) : published.between(date(from), date(last));
  }
  if (from) return published.since(date(from));
  return to ? published.before(date(to)) : published.any;
}
