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

/** underline says where in the query the mistake is: before, the character itself, after. */
export function underline(query: string, at: number): [string, string, string] {
  // Offsets count characters as people do, not the halves JavaScript makes of some.
  const points = [...query];
  const i = Math.min(Math.max(at, 0), points.length);
  const end = i < points.length ? i + 1 : i;
  return [points.slice(0, i).join(''), points.slice(i, end).join(''), points.slice(end).join('')];
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
