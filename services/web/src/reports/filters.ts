import type { ReportFilters } from '../api/reports';

export const verdicts = ['clear', 'likely', 'possible', 'cannot_tell', 'no_sign'] as const;

/** parse reads the address; lists are written a,b. What isn't a month is left out. */
export function parse(params: URLSearchParams): ReportFilters {
  const list = (name: string) => [...new Set((params.get(name) ?? '').split(',').filter((v) => v !== ''))];
  const month = params.get('month') ?? '';
  return { brand: list('brand'), verdict: list('verdict'), month: /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? month : '' };
}

/** withFilter sets one filter in the address, or takes it out. */
export function withFilter(params: URLSearchParams, name: keyof ReportFilters, value: string): URLSearchParams {
  const next = new URLSearchParams(params);
  if (value === '') next.delete(name);
  else next.set(name, value);
  return next;
}

/** lastMonths are the months up to now, the newest first, as 2026-11. */
export function lastMonths(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, i) => new Date(Date.UTC(now.getFullYear(), now.getMonth() - i, 1)).toISOString().slice(0, 7));
}
