// All that the desk asks of the server. Everything the wire looks like stays in here.
import type { Filters } from '../inbox/filters';
import { since } from '../inbox/filters';
import type { Wanted } from '../search/address';
import { call, query } from './call';
import type { Brand, Channel, Delivery, Doc, Facet, FoundDocument, Marked, Mention, NewBrand, Page, Rule, Source, State, Totals } from './types';

/* eslint-disable @typescript-eslint/no-explicit-any */
type Wire = any;

const texts = (x: unknown): string[] => (Array.isArray(x) ? x.filter((v): v is string => typeof v === 'string') : []);

function toMention(x: Wire): Mention {
  return {
    id: x.id ?? x.mention,
    revision: x.revision ?? 0,
    brand: { id: x.brand?.id ?? x.brand, name: x.brand?.name ?? x.brand, own: x.brand?.own ?? false },
    document: {
      id: x.document.id,
      kind: x.document.kind,
      title: x.document.title ?? '',
      author: x.document.author ?? '',
      url: x.document.url ?? '',
      published: x.document.published,
      language: x.document.language ?? '',
      source: x.document.source?.name ?? '',
    },
    type: x.type,
    sureness: x.sureness,
    state: x.state,
    reason: x.reason ?? '',
    starred: x.starred ?? false,
    hits: (x.hits ?? []).map((h: Wire) => ({
      field: h.field,
      second: h.second ?? null,
      speaker: h.speaker ?? '',
      quote: h.quote,
      surface: h.surface,
      confidence: h.confidence,
      sureness: h.sureness,
      reason: h.reason ?? '',
      start: h.start ?? 0,
      end: h.end ?? 0,
    })),
  };
}

/** mentionQuery words the filters of the inbox as the server takes them. */
export function mentionQuery(f: Filters, now: Date): Record<string, string | string[]> {
  const { conf = [], ...lists } = f.lists;
  const unsure = conf.includes('unsure');
  const sure = conf.includes('sure');
  return {
    ...lists,
    q: f.q,
    // A whole minute, so that the same view has the same address and is kept.
    from: f.from || since(f.period, new Date(Math.floor(now.getTime() / 60_000) * 60_000))?.toISOString() || '',
    to: f.to,
    conf: sure && !unsure ? '0.85' : '',
    unsure: unsure ? (sure ? 'too' : 'only') : '',
  };
}

export async function listMentions(f: Filters, cursor: string, signal: AbortSignal): Promise<Page<Mention>> {
  const page = await call<Wire>('mentions' + query({ ...mentionQuery(f, new Date()), cursor, limit: '100' }), { signal });
  return { items: (page.items ?? []).map(toMention), next: page.next ?? '' };
}

export interface Counts {
  total: number;
  facets: Record<string, Record<string, number>>;
}

export async function countMentions(f: Filters, signal: AbortSignal): Promise<Counts> {
  const x = await call<Wire>('mentions/totals' + query(mentionQuery(f, new Date())), { signal });
  return { total: x.total ?? 0, facets: x.facets ?? {} };
}

export async function getMention(id: string, signal: AbortSignal): Promise<Mention> {
  return toMention(await call<Wire>('mentions/' + encodeURIComponent(id), { signal }));
}

export interface Change {
  state?: State;
  reason?: string;
  starred?: boolean;
}

export async function changeMention(id: string, change: Change): Promise<Mention> {
  return toMention(await call<Wire>('mentions/' + encodeURIComponent(id), { method: 'PATCH', body: JSON.stringify(change) }));
}

export async function getDocument(id: string, signal: AbortSignal): Promise<Doc> {
  const x = await call<Wire>('documents/' + encodeURIComponent(id), { signal });
  return {
    id: x.id,
    kind: x.kind,
    title: x.title ?? '',
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
export function searchQuery(w: Wanted): Record<string, string | string[]> {
  const { month = [], ...lists } = w.lists;
  const months = [...month].filter((v) => /^\d{4}-\d{2}$/.test(v)).sort();
  const first = months[0];
  const last = months.at(-1);
  return {
    q: w.q,
    ...lists,
    from: first ? `${first}-01` : '',
    to: last ? lastDay(last) : '',
  };
}

function lastDay(month: string): string {
  const [y, m] = month.split('-').map(Number);
  return new Date(Date.UTC(y!, m!, 0)).toISOString().slice(0, 10);
}

export interface SearchResults extends Page<FoundDocument> {
  explain: string;
}

export async function search(w: Wanted, cursor: string, signal: AbortSignal): Promise<SearchResults> {
  const page = await call<Wire>('search' + query({ ...searchQuery(w), sort: w.sort, cursor }), { signal });
  return {
    next: page.next ?? '',
    explain: page.explain ?? '',
    items: (page.items ?? []).map(
      (d: Wire): FoundDocument => ({
        id: d.document,
        kind: d.kind,
        title: d.title,
        source: d.show ?? '',
        url: d.url ?? '',
        published: d.published,
        passages: (d.passages ?? []).map((p: Wire) => ({
          id: String(p.number),
          second: p.to > 0 ? p.from : null,
          speaker: (p.speakers ?? []).join(', '),
          pieces: pieces(p.text, p.marks ?? []),
        })),
        more: Math.max(0, (d.matching ?? 0) - (d.passages ?? []).length),
      }),
    ),
  };
}

/** pieces cuts a text at its marks, which count code points. */
export function pieces(text: string, marks: [number, number][]): Marked[] {
  const points = [...text];
  const found: Marked[] = [];
  let from = 0;
  for (const [start, end] of marks) {
    if (start < from || end > points.length || end <= start) continue;
    if (start > from) found.push({ text: points.slice(from, start).join(''), marked: false });
    found.push({ text: points.slice(start, end).join(''), marked: true });
    from = end;
  }
  if (from < points.length) found.push({ text: points.slice(from).join(''), marked: false });
  return found;
}

export async function searchTotals(w: Wanted, signal: AbortSignal): Promise<Totals> {
  const x = await call<Wire>('search/totals' + query(searchQuery(w)), { signal });
  const facet = (counts: Wire): Facet[] => (counts ?? []).map((c: Wire) => ({ value: c.value, label: c.value, count: c.documents }));
  return {
    passages: x.passages,
    documents: x.documents,
    suggest: x.suggest ?? '',
    facets: { kind: facet(x.kinds), brand: facet(x.brands), source: facet(x.sources), lang: facet(x.languages), month: facet(x.months).reverse() },
  };
}

export async function listBrands(signal: AbortSignal): Promise<Brand[]> {
  const page = await call<Wire>('brands?limit=500', { signal });
  return (page.items ?? []).map(toBrand);
}

function toBrand(b: Wire): Brand {
  return {
    id: b.id,
    name: b.name,
    aliases: texts(b.aliases),
    handles: texts(b.handles),
    domains: texts(b.domains),
    context: texts(b.context),
    exclude: texts(b.exclude),
    own: b.own ?? false,
  };
}

export async function addBrand(b: NewBrand): Promise<Brand> {
  return toBrand(await call<Wire>('brands', { method: 'POST', body: JSON.stringify({ ...b, active: true }) }));
}

export async function listSources(signal: AbortSignal): Promise<Source[]> {
  const page = await call<Wire>('sources?limit=500', { signal });
  return (page.items ?? []).map(toSource);
}

function toSource(s: Wire): Source {
  return {
    id: s.id,
    url: s.url,
    name: s.name ?? '',
    health: s.health,
    error: s.error ?? '',
    documents: s.documents ?? 0,
    lastRead: s.last_read ?? '',
  };
}

export async function addSource(url: string): Promise<Source> {
  return toSource(await call<Wire>('sources', { method: 'POST', body: JSON.stringify({ url }) }));
}

export async function fetchSource(id: string): Promise<void> {
  await call('sources/' + encodeURIComponent(id) + '/fetch', { method: 'POST' });
}

export async function listRules(signal: AbortSignal): Promise<Rule[]> {
  const page = await call<Wire>('rules', { signal });
  return (page.items ?? []).map((r: Wire) => ({
    id: r.id,
    name: r.name,
    brands: texts(r.brands),
    kinds: texts(r.kinds),
    channels: texts(r.channels),
    minConfidence: r.min_confidence ?? 0,
    active: r.active ?? true,
  }));
}

export async function listChannels(signal: AbortSignal): Promise<Channel[]> {
  const page = await call<Wire>('channels', { signal });
  return (page.items ?? []).map((c: Wire) => ({ id: c.id, name: c.name, type: c.type, url: c.url, active: c.active ?? true }));
}

/** testChannel sends a test message; what the receiver had against it comes back as an error. */
export async function testChannel(id: string): Promise<void> {
  const answer = await call<Wire>('channels/' + encodeURIComponent(id) + '/test', { method: 'POST' });
  if (!answer.delivered) throw new Error(answer.error ?? String(answer.status));
}

export async function listDeliveries(signal: AbortSignal): Promise<Delivery[]> {
  const page = await call<Wire>('deliveries?limit=100', { signal });
  return (page.items ?? []).map((d: Wire) => ({
    id: d.id,
    channel: d.channel,
    mention: d.mention,
    state: d.state,
    attempts: typeof d.attempts === 'number' ? d.attempts : (d.attempts?.length ?? 0),
    created: d.created,
    error: d.error ?? '',
  }));
}

export async function retryDelivery(id: string): Promise<void> {
  await call('deliveries/' + encodeURIComponent(id) + '/retry', { method: 'POST' });
}

export async function getStatus(signal: AbortSignal): Promise<{ documents: number }> {
  const s = await call<Wire>('status', { signal });
  return { documents: Object.values(s.documents as Record<string, number>).reduce((a, b) => a + b, 0) };
}
