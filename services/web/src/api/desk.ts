// All that the desk asks of the server. Everything the wire looks like stays in here.
import type { Filters } from '../inbox/filters';
import { since } from '../inbox/filters';
import type { Wanted } from '../search/address';
import { call, query } from './call';
import type { Brand, Channel, Delivery, Doc, FoundDocument, Mention, NewBrand, Page, Rule, Source, State, Totals } from './types';

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

export async function search(w: Wanted, cursor: string, signal: AbortSignal): Promise<Page<FoundDocument>> {
  const page = await call<Wire>('search' + query({ q: w.q, sort: w.sort, ...w.lists, cursor }), { signal });
  return { items: page.items ?? [], next: page.next ?? '' };
}

export async function searchTotals(w: Wanted, signal: AbortSignal): Promise<Totals> {
  const x = await call<Wire>('search/facets' + query({ q: w.q, ...w.lists }), { signal });
  return { passages: x.total ?? 0, documents: undefined, facets: x.facets ?? {} };
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
    health: s.cursor?.health ?? s.health ?? 'waiting',
    error: s.cursor?.error ?? s.error ?? '',
    items: s.cursor?.items ?? s.items ?? 0,
    lastRead: s.cursor?.last_read ?? s.last_read ?? '',
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

export async function testChannel(id: string): Promise<void> {
  await call('channels/' + encodeURIComponent(id) + '/test', { method: 'POST' });
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
  return { documents: s.documents ?? 0 };
}
