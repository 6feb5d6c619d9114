import { quoted } from './address';

const part = /\s*\bspeaker:(\([^()]*\)|"[^"]*"|[^\s()"]+)/i;

/** speakersOf are the speakers that a query is narrowed to: speaker:Ann, or speaker:("Ann Lee" OR Bo). */
export function speakersOf(q: string): string[] {
  const values = part.exec(q)?.[1] ?? '';
  return [...values.matchAll(/"([^"]*)"|([^\s()",]+)/g)].map((v) => v[1] ?? v[2]!).filter((v) => v !== 'OR' && v !== '');
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** withSpeaker switches a speaker on or off. Several are alternatives. */
export function withSpeaker(q: string, name: string): string {
  const now = speakersOf(q);
  const plain = name.replaceAll('"', '');
  const then = now.some((v) => same(v, plain)) ? now.filter((v) => !same(v, plain)) : [...now, plain];
  const list = then.map(quoted);
  const written = list.length === 0 ? '' : ` speaker:${list.length === 1 ? list[0] : `(${list.join(' OR ')})`}`;
  return (q.replace(part, '') + written).trim();
}
