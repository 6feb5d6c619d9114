/** What a search can be narrowed to, in the order shown. */
export const facetNames = ['kind', 'brand', 'source', 'lang', 'month'] as const;
export type FacetName = (typeof facetNames)[number];

export interface Wanted {
  q: string;
  sort: 'newest' | 'relevance';
  lists: Partial<Record<FacetName, string[]>>;
}

export function parseSearch(params: URLSearchParams): Wanted {
  const lists: Wanted['lists'] = {};
  for (const name of facetNames) {
    const values = (params.get(name) ?? '').split(',').filter((v) => v !== '');
    if (values.length > 0) lists[name] = [...new Set(values)];
  }
  return { q: params.get('q') ?? '', sort: params.get('sort') === 'relevance' ? 'relevance' : 'newest', lists };
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
