import type { Hit } from '../api/types';
import type { Messages } from '../i18n/en';
import { phrase } from '../i18n/phrase';
import { sentence } from '../text/place';

/**
 * hitReasons says why a hit counts, without a full stop: what was found, what speaks for it and what
 * speaks against it. It is the server's English where one of the reasons is unknown here.
 */
export function hitReasons(hit: Hit, m: Messages): string {
  const texts = hit.reasons.map(({ code, params }) => phrase(m.reasons, { code, params, detail: '' }));
  if (texts.length === 0 || texts.includes('')) return sentence(hit.reason);
  const join = (against: boolean) => texts.filter((_, i) => (hit.reasons[i]!.against ?? false) === against).join('; ');
  const against = join(true);
  return sentence(join(false)) + (against === '' ? '' : `. ${m.mention.against}: ${against}`);
}
