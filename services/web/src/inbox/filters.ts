/** The filters that can stand in the address of the inbox, in the order they are shown. */
export const filterNames = ['brand', 'kind', 'source', 'lang', 'conf', 'state', 'type', 'starred'] as const;
export type FilterName = (typeof filterNames)[number];

export const periods = ['1d', '7d', '30d', '90d', 'all'] as const;

export interface Filters {
  lists: Partial<Record<FilterName, string[]>>;
  period: string;
  from: string;
  to: string;
  q: string;
}

/** parse reads the address; lists are written a,b. */
export function parse(params: URLSearchParams): Filters {
  const lists: Filters['lists'] = {};
  for (const name of filterNames) {
    const values = (params.get(name) ?? '').split(',').filter((v) => v !== '');
    if (values.length > 0) lists[name] = [...new Set(values)];
  }
  return {
    lists,
    period: params.get('period') ?? '',
    from: params.get('from') ?? '',
    to: params.get('to') ?? '',
    q: params.get('q') ?? '',
  };
}

/** withList sets one list in the address and lets go of the chosen row. */
export function withList(params: URLSearchParams, name: FilterName | 'period' | 'q' | 'from' | 'to', values: string[]): URLSearchParams {
  const next = new URLSearchParams(params);
  if (values.length === 0) next.delete(name);
  else next.set(name, values.join(','));
  next.delete('m');
  return next;
}

export function isFiltered(f: Filters): boolean {
  return Object.keys(f.lists).length > 0 || f.period !== '' || f.from !== '' || f.to !== '' || f.q !== '';
}

/** since is the beginning of a period like 30d, or undefined for all and for what isn't one. */
export function since(period: string, now: Date): Date | undefined {
  const days = /^(\d{1,4})d$/.exec(period)?.[1];
  return days === undefined ? undefined : new Date(now.getTime() - Number(days) * 86_400_000);
}

/** without is what the filters would be with one of them gone, and its name. */
export function without(f: Filters): [FilterName | 'period' | 'q', Filters][] {
  const found: [FilterName | 'period' | 'q', Filters][] = [];
  for (const name of filterNames) {
    if (!f.lists[name]) continue;
    const lists = { ...f.lists };
    delete lists[name];
    found.push([name, { ...f, lists }]);
  }
  if (f.period !== '') found.push(['period', { ...f, period: '' }]);
  if (f.q !== '') found.push(['q', { ...f, q: '' }]);
  return found;
}
