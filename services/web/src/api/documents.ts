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
  };
}

export async function getDocument(id: string, signal: AbortSignal): Promise<Doc> {
  const x = await data(sdk.getDocument({ ...asked, signal, path: { id } }));
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
    cut: (x.next ?? 0) > 0,
    mentions: (x.mentions ?? []).map(toMention),
    parts: (x.parts ?? []).map(toPart),
  };
}

/** retryPart fetches a part of a document again, as soon as it is its turn. */
export async function retryPart(id: string, part: string): Promise<void> {
  await sdk.retryPart({ ...asked, path: { id, part: part as wire.PartView['part'] } });
}

export async function getStatus(signal: AbortSignal): Promise<{ documents: number; sources: number }> {
  const s = await data(sdk.getStatus({ ...asked, signal }));
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0);
  return { documents: sum(s.documents), sources: sum(s.sources) };
}
