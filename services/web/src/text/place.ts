import type { Hit } from '../api/types';
import type { Messages } from '../i18n/en';
import { clock } from './time';

/** place says where in a document a name was dropped: the second, else the part of it. */
export function place(hit: Hit, kind: string, m: Messages): string {
  if (hit.second != null) return clock(hit.second);
  const written = hit.field === 'text' && kind !== 'podcast' && kind !== 'video';
  return m.fields[written ? 'written' : hit.field] ?? hit.field;
}

/** sentence begins with a capital, as the reasons of the detector don't. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
