import type { Filters } from '../inbox/filters';
import { since } from '../inbox/filters';
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
      language: x.document.language ?? '',
      source: x.document.source.name,
      sourceId: x.document.source.id,
    },
    type: x.type,
    sureness: x.sureness,
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

const toHit = ({ id, field, second, speaker, quote, surface, confidence, sureness, reason, reasons, start, end }: wire.HitView): Hit => ({
  id, field, second, speaker, quote, surface, confidence, sureness, reason, reasons: reasons ?? [], start, end,
});

/** mentionQuery words the filters of the inbox as the server takes them. */
export function mentionQuery(f: Filters, now: Date): NonNullable<wire.CountMentionsData['query']> {
  const { conf = [], starred, ...lists } = f.lists;
  const unsure = conf.includes('unsure');
  const sure = conf.includes('sure');
  return {
    ...lists,
    starred: starred ? true : undefined,
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
  assignee?: string;
  note?: string;
}

export async function changeMention(id: string, change: Change): Promise<Mention> {
  return toMention(await data(sdk.changeMention({ ...asked, path: { id }, body: change })));
}

export async function changeHit(mention: string, hit: string, dismissed: boolean): Promise<Mention> {
  return toMention(await data(sdk.changeHit({ ...asked, path: { id: mention, hit }, body: { dismissed } })));
}
