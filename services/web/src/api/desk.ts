// All that the desk asks of the server, by the client made of its OpenAPI document. What
// the wire looks like stays in here.
import type { Filters } from '../inbox/filters';
import { since } from '../inbox/filters';
import type { Wanted } from '../search/address';
import { data } from './client';
import * as sdk from './generated/sdk.gen';
import type * as wire from './generated/types.gen';
import type { Brand, Channel, Delivery, Doc, Facet, FoundDocument, Marked, Mention, NewBrand, Page, Rule, Source, State, Totals } from './types';

const asked = { throwOnError: true } as const;

function toMention(x: wire.MentionView): Mention {
  return {
    id: x.id,
    revision: x.revision,
    brand: x.brand,
    document: {
      id: x.document.id,
      kind: x.document.kind,
      title: x.document.title,
      author: x.document.author ?? '',
      url: x.document.url,
      published: x.document.published,
      language: x.document.language ?? '',
      source: x.document.source.name,
    },
    type: x.type,
    sureness: x.sureness,
    state: x.state,
    reason: x.reason ?? '',
    starred: x.starred,
    hits: (x.hits ?? []).map(({ field, second, speaker, quote, surface, confidence, sureness, reason, start, end }) => ({
      field, second, speaker, quote, surface, confidence, sureness, reason, start, end,
    })),
  };
}

/** mentionQuery words the filters of the inbox as the server takes them. */
export function mentionQuery(f: Filters, now: Date): NonNullable<wire.CountMentionsData['query']> {
  const { conf = [], ...lists } = f.lists;
  const unsure = conf.includes('unsure');
  const sure = conf.includes('sure');
  return {
    ...lists,
    q: f.q || undefined,
    // A whole minute, so that the same view has the same address and is kept.
    from: f.from || since(f.period, new Date(Math.floor(now.getTime() / 60_000) * 60_000))?.toISOString(),
    to: f.to || undefined,
    conf: sure && !unsure ? 0.85 : undefined,
    unsure: unsure ? (sure ? 'too' : 'only') : undefined,
  };
}

export async function listMentions(f: Filters, cursor: string, signal: AbortSignal): Promise<Page<Mention>> {
  const page = await data(sdk.listMentions({ ...asked, signal, query: { ...mentionQuery(f, new Date()), cursor: cursor || undefined, limit: 100 } }));
  return { items: (page.items ?? []).map(toMention), next: page.next };
}

export interface Counts {
  total: number;
  facets: Record<string, Record<string, number>>;
}

export async function countMentions(f: Filters, signal: AbortSignal): Promise<Counts> {
  return data(sdk.countMentions({ ...asked, signal, query: mentionQuery(f, new Date()) }));
}

export async function getMention(id: string, signal: AbortSignal): Promise<Mention> {
  return toMention(await data(sdk.getMention({ ...asked, signal, path: { id } })));
}

export interface Change {
  state?: State;
  reason?: string;
  starred?: boolean;
}

export async function changeMention(id: string, change: Change): Promise<Mention> {
  return toMention(await data(sdk.changeMention({ ...asked, path: { id }, body: change })));
}

export async function getDocument(id: string, signal: AbortSignal): Promise<Doc> {
  const x = await data(sdk.getDocument({ ...asked, signal, path: { id } }));
  return {
    id: x.id,
    kind: x.kind,
    title: x.title,
    source: x.source.name,
    notes: x.notes ?? '',
    url: x.url ?? '',
    text: x.text ?? '',
    cues: x.cues ?? [],
    published: x.published,
    language: x.language ?? '',
    hasAudio: (x.audio ?? '') !== '',
    duration: x.duration ?? 0,
  };
}

/** searchQuery words a search as the server takes it; months become a period. */
export function searchQuery(w: Wanted): NonNullable<wire.SearchTotalsData['query']> {
  const { month = [], kind, ...lists } = w.lists;
  const months = [...month].filter((v) => /^\d{4}-\d{2}$/.test(v)).sort();
  const first = months[0];
  const last = months.at(-1);
  return {
    q: w.q,
    ...lists,
    kind,
    from: first ? `${first}-01` : undefined,
    to: last ? lastDay(last) : undefined,
  };
}

function lastDay(month: string): string {
  const [y, m] = month.split('-').map(Number);
  return new Date(Date.UTC(y!, m!, 0)).toISOString().slice(0, 10);
}

export async function search(w: Wanted, cursor: string, signal: AbortSignal): Promise<Page<FoundDocument>> {
  const page = await data(sdk.search({ ...asked, signal, query: { ...searchQuery(w), sort: w.sort, cursor: cursor || undefined } }));
  return { next: page.next, items: (page.items ?? []).map(toFound) };
}

function toFound(d: wire.Result): FoundDocument {
  const passages = d.passages ?? [];
  return {
    id: d.document,
    kind: d.kind,
    title: d.title,
    source: d.show ?? '',
    url: d.url ?? '',
    published: d.published,
    passages: passages.map((p) => ({
      id: String(p.number),
      second: p.to > 0 ? p.from : null,
      // With several in one passage nobody knows who said the words that were found.
      speaker: p.speakers?.length === 1 ? p.speakers[0]! : '',
      pieces: cutOff(pieces(p.text, p.marks ?? []), p.html),
    })),
    more: Math.max(0, d.matching - passages.length),
  };
}

/** pieces cuts a text at its marks, which count code points. */
export function pieces(text: string, marks: (number[] | null)[]): Marked[] {
  const points = [...text];
  const found: Marked[] = [];
  let from = 0;
  for (const [start = 0, end = 0] of marks.map((mark) => mark ?? [])) {
    if (start < from || end > points.length || end <= start) continue;
    if (start > from) found.push({ text: points.slice(from, start).join(''), marked: false });
    found.push({ text: points.slice(start, end).join(''), marked: true });
    from = end;
  }
  if (from < points.length) found.push({ text: points.slice(from).join(''), marked: false });
  return found;
}

/** cutOff shows where a passage was cut; only its HTML, which is never shown, tells that. */
function cutOff(found: Marked[], html: string): Marked[] {
  const more = { text: ' … ', marked: false };
  return [...(html.startsWith('…') ? [more] : []), ...found, ...(html.endsWith('…') ? [more] : [])];
}

export async function searchTotals(w: Wanted, signal: AbortSignal): Promise<Totals> {
  const x = await data(sdk.searchTotals({ ...asked, signal, query: searchQuery(w) }));
  const facet = (counts: wire.Count[] | null): Facet[] => (counts ?? []).map((c) => ({ value: c.value, label: c.value, count: c.documents }));
  return {
    passages: x.passages,
    documents: x.documents,
    suggest: x.suggest ?? '',
    facets: { kind: facet(x.kinds), brand: facet(x.brands), source: facet(x.sources), lang: facet(x.languages), month: facet(x.months).reverse() },
  };
}

export async function listBrands(signal: AbortSignal): Promise<Brand[]> {
  const page = await data(sdk.listBrands({ ...asked, signal }));
  return (page.items ?? []).map((b) => ({
    id: b.id,
    name: b.name,
    aliases: b.aliases ?? [],
    handles: b.handles ?? [],
    domains: b.domains ?? [],
    context: b.context ?? [],
    exclude: b.exclude ?? [],
    own: b.own,
  }));
}

export async function addBrand(b: NewBrand): Promise<{ name: string }> {
  return data(sdk.addBrand({ ...asked, body: b }));
}

export async function listSources(signal: AbortSignal): Promise<Source[]> {
  const page = await data(sdk.listSources({ ...asked, signal, query: { limit: 500 } }));
  return (page.items ?? []).map(toSource);
}

function toSource(s: wire.SourceView): Source {
  return { id: s.id, url: s.url, name: s.name, health: s.health, error: s.error ?? '', documents: s.documents, lastRead: s.last_read ?? '' };
}

export async function addSource(url: string): Promise<Source> {
  return toSource(await data(sdk.addSource({ ...asked, body: { url } })));
}

export async function fetchSource(id: string): Promise<void> {
  await sdk.fetchSource({ ...asked, path: { id } });
}

export async function listRules(signal: AbortSignal): Promise<Rule[]> {
  const page = await data(sdk.listRules({ ...asked, signal }));
  return (page.items ?? []).map((r) => ({
    id: r.id,
    name: r.name,
    brands: r.brands ?? [],
    kinds: r.kinds ?? [],
    channels: r.channels ?? [],
    minConfidence: r.min_confidence,
    active: r.active,
  }));
}

export async function listChannels(signal: AbortSignal): Promise<Channel[]> {
  const page = await data(sdk.listChannels({ ...asked, signal }));
  return (page.items ?? []).map(({ id, name, type, url, active }) => ({ id, name, type, url, active }));
}

/** testChannel sends a test message; what the receiver had against it comes back as an error. */
export async function testChannel(id: string): Promise<void> {
  const answer = await data(sdk.testChannel({ ...asked, path: { id } }));
  if (!answer.delivered) throw new Error(answer.error ?? String(answer.status));
}

export async function listDeliveries(signal: AbortSignal): Promise<Delivery[]> {
  const page = await data(sdk.listDeliveries({ ...asked, signal, query: { limit: 100 } }));
  return (page.items ?? []).map((d) => ({
    id: d.id,
    channel: d.channel,
    mention: d.mention,
    rules: d.rules ?? [],
    state: d.state,
    attempts: d.attempts,
    created: d.created,
    error: d.error ?? '',
  }));
}

export async function retryDelivery(id: string): Promise<void> {
  await sdk.retryDelivery({ ...asked, path: { id } });
}

export async function getStatus(signal: AbortSignal): Promise<{ documents: number }> {
  const s = await data(sdk.getStatus({ ...asked, signal }));
  return { documents: Object.values(s.documents).reduce((a, b) => a + b, 0) };
}
