/** What a search can be narrowed to, in the order shown. */
export const facetNames = ['kind', 'brand', 'source', 'lang', 'month'] as const;
export type FacetName = (typeof facetNames)[number];

export const sorts = ['newest', 'oldest', 'relevance'] as const;
export type Sort = (typeof sorts)[number];

export interface Wanted {
  q: string;
  sort: Sort;
  lists: Partial<Record<FacetName, string[]>>;
}

export function parseSearch(params: URLSearchParams): Wanted {
  const lists: Wanted['lists'] = {};
  for (const name of facetNames) {
    const values = (params.get(name) ?? '').split(',').filter((v) => v !== '');
    if (values.length > 0) lists[name] = [...new Set(values)];
  }
  return { q: params.get('q') ?? '', sort: sorts.find((s) => s === params.get('sort')) ?? 'newest', lists };
}

/** withFacet switches one value of a facet on or off. */
export function withFacet(params: URLSearchParams, name: FacetName, value: string): URLSearchParams {
  const next = new URLSearchParams(params);
  const now = parseSearch(params).lists[name] ?? [];
  const then = now.includes(value) ? now.filter((v) => v !== value) : [...now, value];
  if (then.length > 0) next.set(name, then.join(','));
  else next.delete(name);
  return next;
}

/** underline says where in the query the mistake is: before, what is wrong, after. */
export function underline(query: string, at: number, length = 1): [string, string, string] {
  // Offsets count characters as people do, not the halves JavaScript makes of some.
  const points = [...query];
  const i = Math.min(Math.max(at, 0), points.length);
  const end = Math.min(i + Math.max(length, 1), points.length);
  return [points.slice(0, i).join(''), points.slice(i, end).join(''), points.slice(end).join('')];
}

/** documentAddress opens a found document at a second, with what was searched for marked in it. */
export function documentAddress(id: string, w: Wanted, second: number | null): string {
  const params = new URLSearchParams();
  if (second !== null) params.set('t', String(Math.floor(second)));
  if (w.q !== '') params.set('q', w.q);
  if (w.lists.brand) params.set('brand', w.lists.brand.join(','));
  return `/documents/${id}${params.size > 0 ? `?${params.toString()}` : ''}`;
}

/** corrected is the query with what was meant in place of the mistake; null where that is not known. */
export function corrected(query: string, mistake: { reason: string; params: Record<string, string>; at: number | null; length: number }): string | null {
  const { reason, params, at, length } = mistake;
  if (at === null || !params.suggestion) return null;
  const meant = reason === 'unknown_field' ? `${params.suggestion}:` : reason === 'unknown_brand' ? `brand:${params.suggestion}` : '';
  if (meant === '') return null;
  const [before, , after] = underline(query, at, length);
  return before + meant + after;
}

/** isAsked tells whether there is anything to search for. */
export const isAsked = (w: Wanted) => w.q !== '' || Object.keys(w.lists).length > 0;

/** quoted writes a value so that the query takes it as one. */
export const quoted = (value: string) => (/^[\p{L}\p{N}_-]+$/u.test(value) ? value : `"${value.replaceAll('"', '')}"`);

/** lastWord is the word being typed, without the field before it, if names are to be offered for it. */
export function lastWord(q: string): string {
  return /(?:^|[\s(])(?:[a-z]+:)?([\p{L}\p{N}][^\s"():]+)$/u.exec(q)?.[1] ?? '';
}

/** complete puts a name where the word being typed was. */
export function complete(q: string, field: string, value: string): string {
  return q.replace(/(?:[a-z]+:)?[^\s"():]+$/u, '') + `${field}:${quoted(value)} `;
}

/** plain is the name that a query consists of, if that is all it is. */
export function plain(q: string): string {
  const name = /^"([^"]+)"$/.exec(q.trim())?.[1] ?? q.trim();
  return /^[\p{L}\p{N}][\p{L}\p{N}\s&.+'-]*$/u.test(name) && !/\b(AND|OR|NOT|NEAR|ONEAR)\b/.test(name) ? name : '';
}
