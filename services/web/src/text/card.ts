import type { Doc, Hit, Mention } from '../api/types';
import type { Messages } from '../i18n/en';
import { sentencesAround, type Stretch } from './sentences';
import { clock } from './time';

/**
 * quoteOf is what is said around a name, in whole sentences of one speaker. Without the text of the
 * document, or where the name isn't found in it any more, it is what was quoted when it was found.
 */
export function quoteOf(hit: Hit, doc: Doc | undefined): string {
  const text = doc && textOf(hit, doc);
  const place = text && placeOf(text, hit);
  if (!doc || !text || !place) return hit.quote;
  return sentencesAround(text, place, doc.language, hit.field === 'text' ? turnOf(doc, place) : undefined);
}

function textOf(hit: Hit, doc: Doc): string | undefined {
  switch (hit.field) {
    case 'title':
      return doc.title;
    case 'notes':
      return doc.notes;
    case 'text':
      return doc.cues.length > 0 ? doc.cues.map((c) => c.text).join(' ') : doc.text;
  }
  return undefined;
}

/** placeOf is where the name stands. A hit counts code points, a string here UTF-16 units. */
function placeOf(text: string, hit: Hit): Stretch | undefined {
  let from = 0;
  for (let n = 0; n < hit.start && from < text.length; n++) from += text.codePointAt(from)! > 0xffff ? 2 : 1;
  const to = from + hit.surface.length;
  return hit.surface !== '' && text.slice(from, to) === hit.surface ? { from, to } : undefined;
}

/** turnOf is how far the speaker at a place talks on. */
function turnOf(doc: Doc, place: Stretch): Stretch | undefined {
  let at = 0;
  const cues = doc.cues.map((c) => ({ speaker: c.speaker ?? '', from: at, to: (at += c.text.length + 1) - 1 }));
  const now = cues.findIndex((c) => c.to > place.from);
  if (now < 0) return undefined;
  let [first, last] = [now, now];
  while (first > 0 && cues[first - 1]!.speaker === cues[now]!.speaker) first--;
  while (last + 1 < cues.length && (cues[last + 1]!.speaker === cues[now]!.speaker || cues[last]!.to < place.to)) last++;
  return { from: cues[first]!.from, to: cues[last]!.to };
}

/**
 * cardOf is a mention as a small text to be pasted: the quote, who said it where and when, the
 * publisher's link at that second, and the desk's link where others can reach the desk.
 */
export function cardOf(x: Mention, doc: Doc | undefined, desk: string, m: Messages): string {
  const hit = x.hits[x.best];
  const d = x.document;
  const quote = hit ? quoteOf(hit, doc) : '';
  const title = d.title !== '' && !quote.includes(d.title.replace(/…$/, '').trim()) ? `“${d.title}”` : '';
  const author = d.kind === 'podcast' || d.kind === 'video' ? '' : d.author; // the author of a show is its publisher
  const by = [hit?.speaker || author, d.source, title, d.undated ? '' : date(d.published, m), hit?.second == null ? '' : doc && doc.shift !== 0 ? m.mention.about(clock(hit.second)) : clock(hit.second)];
  const lines = [
    quote === '' ? '' : `“${quote}”`,
    `— ${[...new Set(by.filter((word) => word !== ''))].join(', ')}`,
    hit?.link || d.url,
    reachable(desk) ? `${desk.replace(/\/$/, '')}/mentions/${x.id}${hit?.second == null ? '' : `?t=${Math.floor(hit.second)}`}` : '',
  ];
  return lines.filter((line) => line !== '').join('\n');
}

const date = (at: string, m: Messages) => new Date(at).toLocaleDateString(m.locale, { day: 'numeric', month: 'long', year: 'numeric' });

/** reachable reports whether an address leads to the desk from other machines too. */
export function reachable(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname, protocol } = new URL(address);
  return /^https?:$/.test(protocol) && !/^(localhost|.*\.localhost|127\..*|0\.0\.0\.0|\[::1?\])$/.test(hostname);
}
