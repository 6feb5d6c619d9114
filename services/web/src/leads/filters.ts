/** The filters that can stand in the address of the leads. */
export interface LeadFilters {
  q: string;
  site: string; // by name
  source: string[]; // by id
  stage: string[];
  period: string;
  tier: string[]; // of their matches
  judged: string; // no or only
  mention: string; // by id
}

export const periods = ['7d', '30d', '90d', '365d'] as const;

/** parse reads the address; lists are written a,b. */
export function parse(params: URLSearchParams): LeadFilters {
  const list = (name: string) => [...new Set((params.get(name) ?? '').split(',').filter((v) => v !== ''))];
  const period = params.get('period') ?? '';
  return { q: params.get('q') ?? '', site: params.get('site') ?? '', source: list('source'), stage: list('stage'), period: /^\d{1,4}d$/.test(period) ? period : '', tier: list('tier'), judged: ['no', 'only'].includes(params.get('judged') ?? '') ? params.get('judged')! : '', mention: params.get('mention') ?? '' };
}

/** withFilter sets one filter in the address, or takes it out. */
export function withFilter(params: URLSearchParams, name: keyof LeadFilters, value: string): URLSearchParams {
  const next = new URLSearchParams(params);
  if (value === '') next.delete(name);
  else next.set(name, value);
  return next;
}

export const isFiltered = (f: LeadFilters) => f.q !== '' || f.site !== '' || f.source.length > 0 || f.stage.length > 0 || f.period !== '' || f.tier.length > 0 || f.judged !== '' || f.mention !== '';

/** fromOf is the beginning of a period like 30d, as a whole minute: the same view has the same address. */
export function fromOf(period: string, now: Date): string | undefined {
  const days = /^(\d{1,4})d$/.exec(period)?.[1];
  if (days === undefined) return undefined;
  return new Date(Math.floor(now.getTime() / 60_000) * 60_000 - Number(days) * 86_400_000).toISOString();
}
