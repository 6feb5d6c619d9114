import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';
import { toMention } from './mentions';
import type { Doc } from './types';

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
    cut: (x.next ?? 0) > 0,
    mentions: (x.mentions ?? []).map(toMention),
  };
}

export async function getStatus(signal: AbortSignal): Promise<{ documents: number; sources: number; desk: string }> {
  const s = await data(sdk.getStatus({ ...asked, signal }));
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0);
  return { documents: sum(s.documents), sources: sum(s.sources), desk: s.desk };
}
