/** The filters that can stand in the address of the inbox, in the order they are shown. */
export const filterNames = ['brand', 'kind', 'source', 'lang', 'conf', 'state', 'type', 'starred'] as const;
export type FilterName = (typeof filterNames)[number];

export const periods = ['1d', '7d', '30d', '90d', 'all'] as const;

/** What the inbox shows where the address names no state, and every state, which the address calls all. */
const usual = 'new';
const all = 'all';

/** kept are the states of mentions that nobody dismissed. */
export const kept = 'new,seen,confirmed';

export interface Filters {
  /** The values of each filter; where it has none, all. */
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
    const text = params.get(name) ?? (name === 'state' ? usual : '');
    const values = text === all && name === 'state' ? [] : text.split(',').filter((v) => v !== '');
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
  if (values.length === 0 && name === 'state') next.set(name, all);
  else if (values.length === 0) next.delete(name);
  else next.set(name, values.join(','));
  next.delete('m');
  return next;
}

/** cleared is the address of the inbox as it is opened. */
export const cleared = () => new URLSearchParams({ state: usual });

/** named is an address that says which states are shown. */
export function named(params: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(params);
  if (!next.has('state')) next.set('state', usual);
  return next;
}

/** viewOf is an address without the row at hand. */
export function viewOf(params: URLSearchParams): string {
  const next = named(params);
  next.delete('m');
  return next.toString();
}

/** whatIsNew are the filters of the inbox as it is opened. */
export const whatIsNew = parse(cleared());

/** onlyNew reports whether what was judged is left out. */
export const onlyNew = ({ lists: { state } }: Filters) => state?.length === 1 && state[0] === usual;

/** isFiltered reports whether less or more is shown than what is new. */
export function isFiltered(f: Filters): boolean {
  const { state: _, ...others } = f.lists;
  return !onlyNew(f) || Object.keys(others).length > 0 || f.period !== '' || f.from !== '' || f.to !== '' || f.q !== '';
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
    if (!f.lists[name] || (name === 'state' && onlyNew(f))) continue;
    const lists = { ...f.lists };
    delete lists[name];
    found.push([name, { ...f, lists }]);
  }
  if (f.period !== '') found.push(['period', { ...f, period: '' }]);
  if (f.q !== '') found.push(['q', { ...f, q: '' }]);
  return found;
}

/** stays reports whether a row belongs in a list. One that was judged here leaves it; one that others judged doesn't move under the hand. */
export function stays(x: { state: string; judgedHere?: boolean }, f: Filters): boolean {
  return !x.judgedHere || !f.lists.state || f.lists.state.includes(x.state);
}
