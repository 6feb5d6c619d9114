import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';
import { toMention } from './mentions';
import type { Doc, Part } from './types';
import type * as wire from './generated/types.gen';

export function toPart(p: wire.PartView): Part {
  return {
    part: p.part,
    state: p.state,
    host: p.host ?? '',
    type: p.type ?? '',
    language: p.language ?? '',
    attempts: p.attempts ?? 0,
    next: p.next ?? '',
    error: p.error ?? '',
    code: p.code ?? '',
    params: p.params ?? {},
    retry: p.retry,
    progress: p.progress ?? 0,
    seconds: p.seconds ?? 0,
  };
}

/** getDocument returns a document, with the places marked that a search or the names of brands match. */
export async function getDocument(id: string, signal: AbortSignal, q = '', brand: string[] = []): Promise<Doc> {
  const x = await data(sdk.getDocument({ ...asked, signal, path: { id }, query: { q: q || undefined, brand: brand.length > 0 ? brand : undefined } }));
  const pairs = (list: (number[] | null)[] | null): [number, number][] => (list ?? []).flatMap((p) => (p && p.length === 2 ? [[p[0]!, p[1]!] as [number, number]] : []));
  return {
    id: x.id,
    kind: x.kind,
    title: x.title,
    source: x.source.name,
    sourceId: x.source.id,
    notes: x.notes ?? '',
    url: x.url ?? '',
    text: x.text ?? '',
    cues: x.cues ?? [],
    published: x.published,
    language: x.language ?? '',
    hasAudio: (x.audio ?? '') !== '',
    duration: x.duration ?? 0,
    shift: x.shift ?? 0,
    marks: x.marks ? { title: pairs(x.marks.title), notes: pairs(x.marks.notes), text: pairs(x.marks.text) } : null,
    cut: (x.next ?? 0) > 0,
    mentions: (x.mentions ?? []).map(toMention),
    parts: (x.parts ?? []).map(toPart),
  };
}

/** retryPart fetches a part of a document again, as soon as it is its turn. */
export async function retryPart(id: string, part: string): Promise<void> {
  await sdk.retryPart({ ...asked, path: { id, part: part as wire.PartView['part'] } });
}

/** shiftDocument sets by how many seconds the recording is ahead of the transcript. */
export async function shiftDocument(id: string, seconds: number): Promise<void> {
  await data(sdk.shiftDocument({ ...asked, path: { id }, body: { seconds } }));
}

/** How many of each somebody should look at. */
export interface Attention {
  sources: number; // that can't be read
  channels: number; // that Namedrop switched off
  deliveries: number; // that failed lately
}

export interface Status {
  documents: number;
  sources: number;
  attention: Attention;
  desk: string; // address of the desk
}

export async function getStatus(signal: AbortSignal): Promise<Status> {
  const s = await data(sdk.getStatus({ ...asked, signal }));
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0);
  const { healthy = 0, waiting = 0, paused = 0 } = s.sources;
  return {
    documents: sum(s.documents),
    sources: sum(s.sources),
    desk: s.desk,
    attention: { sources: sum(s.sources) - healthy - waiting - paused, channels: s.switched_off, deliveries: s.failed },
  };
}
