import { Problem } from '../api/problem';
import type { Messages } from '../i18n/en';

/** why words an error for people: the server's own words where it has some. */
export function why(error: unknown, m: Messages): string {
  if (!(error instanceof Problem)) return error instanceof TypeError ? m.states.unavailable : error instanceof Error ? error.message : String(error);
  if (error.status === 403) return m.states.forbidden;
  if (error.status === 412) return m.states.stale;
  return error.message || m.states.unavailable;
}
