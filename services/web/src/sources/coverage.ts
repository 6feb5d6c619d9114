import type { Coverage } from '../api/types';
import type { Messages } from '../i18n/en';

/** coverageText says how many recordings were read and how: "38 of 40 episodes read: 3 publisher, 30 YouTube; 2 by their notes only." */
export function coverageText(c: Coverage, m: Messages): string {
  const ways = c.ways.filter((w) => w.way !== 'notes').map((w) => `${w.recordings.toLocaleString(m.locale)} ${m.sources.ways[w.way] ?? w.way}`);
  const notes = c.recordings - c.read;
  const read = m.sources.coverage(c.read, c.recordings) + (ways.length > 0 ? `: ${ways.join(', ')}` : '');
  return `${read}${notes > 0 ? `; ${m.sources.notesOnly(notes)}` : ''}.`;
}
