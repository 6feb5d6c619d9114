import type { Filters } from '../inbox/filters';
import { since } from '../inbox/filters';
import type { Language } from '../i18n';
import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';
import type * as wire from './generated/types.gen';
import type { Hit, Mention, Page, State } from './types';

/** toMention is a mention as the desk shows it. */
export function toMention(x: wire.MentionView): Mention {
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
      undated: x.document.undated ?? false,
      synthetic: x.document.synthetic ?? '',
      language: x.document.language ?? '',
      source: x.document.source.name,
      sourceId: x.document.source.id,
    },
    type: x.type,
    confidenceClass: x.confidence_class,
    state: x.state,
    reason: x.reason ?? '',
    ownShow: x.own_show_by ?? null,
    starred: x.starred,
    assignee: x.assignee ?? '',
    note: x.note ?? '',
    best: x.best,
    hitsTotal: x.hits_total,
    copies: (x.copies ?? [])
      .filter((c) => c.id !== x.id)
      .map(({ id, kind, title, source, published, link }) => ({ id, kind, title, source: source.name, published, link })),
    report: x.report ?? null,
    hits: (x.hits ?? []).map(toHit),
    dismissed: (x.dismissed_hits ?? []).map(toHit),
  };
}

const toHit = ({ id, field, second, speaker, quote, surface, confidence, confidence_class, reason, reasons, start, end, link }: wire.HitView): Hit => ({
  id, field, second, speaker, quote, surface, confidence, confidenceClass: confidence_class, reason, reasons: reasons ?? [], start, end, link,
});

/** mentionQuery words the filters of the inbox as the server takes them. */
export function mentionQuery(f: Filters, now: Date): NonNullable<wire.CountMentionsData['query']> {
  const { conf = [], starred, state = ['new', 'seen', 'confirmed', 'dismissed'], ...lists } = f.lists;
  const unsure = conf.includes('unsure');
  const sure = conf.includes('sure');
  return {
    ...lists,
    state,
    starred: starred ? true : undefined,
    q: f.q || undefined,
    // A whole minute, so that the same view has the same address and is kept.
    from: f.from || since(f.period, new Date(Math.floor(now.getTime() / 60_000) * 60_000))?.toISOString(),
    to: f.to || undefined,
    conf: sure && !unsure ? 0.85 : undefined,
    unsure: unsure ? (sure ? 'too' : 'only') : undefined,
  };
}

/** exportAddress is where all mentions that match the filters can be had as a file for a spreadsheet. */
export function exportAddress(f: Filters, language: Language, now: Date): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(mentionQuery(f, now))) if (value !== undefined && value !== null) params.set(name, String(value));
  if (language === 'nl') params.set('separator', 'semicolon'); // with a Dutch spreadsheet's decimal comma
  return `/api/v1/mentions/export?${params.toString()}`;
}
/** A screen and what one scrolls to next: more takes longer to read and to show. */
const pageSize = 50;

export async function listMentions(f: Filters, cursor: string, signal: AbortSignal): Promise<Page<Mention>> {
  const page = await data(sdk.listMentions({ ...asked, signal, query: { ...mentionQuery(f, new Date()), cursor: cursor || undefined, limit: pageSize } }));
  return { items: (page.items ?? []).map(toMention), next: page.next };
}

export interface Counts {
  total: number;
  facets: Record<string, Record<string, number>>;
  at: string; // when they were counted
}

/** countMentions counts what the filters find, and by facet too if asked. */
export async function countMentions(f: Filters, facets: boolean, signal: AbortSignal): Promise<Counts> {
  return data(sdk.countMentions({ ...asked, signal, query: { ...mentionQuery(f, new Date()), facets: facets ? 'all' : 'none' } }));
}

export async function getMention(id: string, signal: AbortSignal): Promise<Mention> {
  return toMention(await data(sdk.getMention({ ...asked, signal, path: { id } })));
}

export interface Change {
  state?: State;
  reason?: string;
  starred?: boolean;
  assignee?: string;
  note?: string;
}

export async function changeMention(id: string, change: Change): Promise<Mention> {
  return toMention(await data(sdk.changeMention({ ...asked, path: { id }, body: change })));
}

/** Before is what people had decided on a mention before it was changed. */
export type Before = Required<Change> & { id: string };

/** A request names or changes this many, so that others can write in between. */
export const bulkSize = 100;

/** changeSome makes one change to at most bulkSize mentions. */
export async function changeSome(ids: string[], change: Change): Promise<void> {
  await data(sdk.changeMentions({ ...asked, body: { ids, change } }));
}

/** changeMatching changes a page of the mentions that match, of those that were found by a moment. It returns them as they were. */
export async function changeMatching(f: Filters, foundTo: string, cursor: string, change: Change): Promise<{ changed: Before[]; next: string }> {
  const query = { ...mentionQuery(f, new Date(foundTo)), found_to: foundTo, cursor: cursor || undefined, limit: bulkSize };
  const page = await data(sdk.changeMentions({ ...asked, query, body: { change } }));
  return { changed: page.changed ?? [], next: page.next };
}

export async function changeHit(mention: string, hit: string, dismissed: boolean): Promise<Mention> {
  return toMention(await data(sdk.changeHit({ ...asked, path: { id: mention, hit }, body: { dismissed } })));
}
