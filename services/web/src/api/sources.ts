import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';
import type * as wire from './generated/types.gen';
import { Problem } from './problem';
import { toPart } from './documents';
import type { Candidate, Coverage, Imported, NewSource, Page, Source, SourceDetail, SourceDocument, SourceType, TwinProposal } from './types';

function toSource(s: wire.SourceView | wire.SourceDetail): Source {
  return {
    id: s.id,
    url: s.url,
    query: s.query ?? '',
    settings: (s.settings as Record<string, unknown> | undefined) ?? {},
    site: s.site ?? '',
    type: s.type,
    name: s.name || s.url || (s.query ?? ''),
    title: s.title ?? '',
    health: s.health,
    error: s.error ?? '',
    code: s.code ?? '',
    params: s.params ?? {},
    warnings: s.warnings ?? 0,
    details: s.warning_details ?? [],
    paused: s.paused ?? false,
    documents: s.documents,
    lastRead: s.last_read ?? '',
    due: s.due ?? '',
    follows: s.follows ?? [],
  };
}

/** listSources returns all sources, page by page. */
export async function listSources(signal: AbortSignal): Promise<Source[]> {
  const all: Source[] = [];
  let cursor: string | undefined;
  do {
    const page = await data(sdk.listSources({ ...asked, signal, query: { limit: 500, cursor } }));
    all.push(...(page.items ?? []).map(toSource));
    cursor = page.next || undefined;
  } while (cursor !== undefined);
  return all;
}

/** getSource returns a source with what was made of it. */
export async function getSource(id: string, signal: AbortSignal): Promise<SourceDetail> {
  const s = await data(sdk.getSource({ ...asked, signal, path: { id } }));
  return {
    ...toSource(s),
    every: s.every ?? 0,
    listed: s.items ?? 0,
    mentions: s.mentions,
    transcripts: (s.transcripts ?? []).map((t) => ({ state: t.state, documents: t.documents, error: t.error ?? '', code: t.code ?? '', params: t.params ?? {} })),
    coverage: toCoverage(s.coverage),
    twin: s.twin ? { source: s.twin.source, name: s.twin.name, url: s.twin.url, episodes: s.twin.episodes } : null,
    hub: s.hub ? { host: s.hub.host, state: s.hub.state, until: s.hub.until ?? '', told: s.hub.told ?? '', error: s.hub.error ?? '', denied: s.hub.denied ?? false } : null,
    latency: { mentions: s.latency.mentions, p50: s.latency.p50 ?? null, p95: s.latency.p95 ?? null },
    work: s.work,
  };
}

const toCoverage = (c: wire.CoverageView): Coverage => ({ recordings: c.recordings, read: c.read, ways: c.ways ?? [] });

/** getCoverage returns how many recordings of all sources were read, and in which ways. */
export async function getCoverage(signal: AbortSignal): Promise<Coverage> {
  return toCoverage(await data(sdk.getCoverage({ ...asked, signal })));
}

/** lookUpTwins finds YouTube channels that may be a podcast's: linked in its feed or on its page, or of its name. */
export async function lookUpTwins(id: string): Promise<TwinProposal[]> {
  const found = await data(sdk.lookupTwin({ ...asked, path: { id } }));
  return (found.items ?? []).map((p) => ({ url: p.url, name: p.name || p.url, found: p.found }));
}

/** setTwin gives a podcast its YouTube channel. */
export async function setTwin(id: string, url: string, found: 'typed' | 'feed' | 'page' | 'name' = 'typed'): Promise<void> {
  await sdk.setTwin({ ...asked, path: { id }, body: { url, found } });
}

/** removeTwin takes its channel from a podcast. */
export async function removeTwin(id: string): Promise<void> {
  await sdk.removeTwin({ ...asked, path: { id } });
}

/** listSourceDocuments returns a page of the documents of a source, the newest first. */
export async function listSourceDocuments(id: string, cursor: string, signal: AbortSignal): Promise<Page<SourceDocument>> {
  const page = await data(sdk.listSourceDocuments({ ...asked, signal, path: { id }, query: { limit: 25, cursor: cursor || undefined } }));
  return {
    items: (page.items ?? []).map((d) => ({
      id: d.id,
      kind: d.kind,
      title: d.title,
      published: d.published,
      undated: d.undated ?? false,
      hasText: d.has_text,
      parts: (d.parts ?? []).map(toPart),
    })),
    next: page.next,
  };
}

/** lookUp finds the feeds behind an address, an Apple link or a show's name. */
export async function lookUp(query: string): Promise<Candidate[]> {
  const found = await data(sdk.lookupSource({ ...asked, body: { query } }));
  return (found.items ?? []).map((c) => ({ url: c.url, query: c.query ?? '', settings: c.settings, type: c.type, name: c.name || c.url, author: c.author ?? '', items: c.items ?? 0,
    understood: c.understood ?? '', recent: (c.recent ?? []).map((r) => ({ title: r.title, url: r.url ?? '', published: r.published ?? '' })) }));
}

/** listSourceTypes returns the types of sources and the fields of their forms. */
export async function listSourceTypes(signal: AbortSignal): Promise<SourceType[]> {
  const types = await data(sdk.listSourceTypes({ ...asked, signal }));
  return (types.items ?? []).map((t) => ({
    type: t.type,
    name: t.name,
    summary: t.summary ?? '',
    limits: t.limits ?? '',
    addable: t.addable,
    fields: (t.fields ?? []).map((f) => ({
      name: f.name,
      kind: f.kind,
      required: f.required ?? false,
      label: f.label,
      help: f.help ?? '',
      example: f.example ?? '',
      default: f.default ?? '',
      choices: f.choices ?? [],
    })),
  }));
}

/** addSource adds a source. If it already exists, only its credentials are replaced. */
export async function addSource(s: NewSource): Promise<{ source: Source; outcome: wire.AddedSource['outcome'] }> {
  const { type, url, query, settings, secret, name, title } = s;
  const added = await data(sdk.addSource({ ...asked, body: { type, url: url || undefined, query: query || undefined, settings, secret, name, title } }));
  return { source: toSource(added), outcome: added.outcome };
}

/**
 * restoreSource restores a removed source, with its password, which only the server had. If the
 * server no longer keeps it, the source is added again under its name.
 */
export async function restoreSource(s: Source): Promise<void> {
  try {
    await sdk.restoreSource({ ...asked, path: { id: s.id } });
  } catch (e) {
    if (!(e instanceof Problem && e.status === 404)) throw e;
    await addSource({ ...s, name: s.name === s.title ? undefined : s.name });
  }
}

/** renameSource changes the name of a source. An empty name restores the feed's own title. */
export async function renameSource(id: string, name: string): Promise<void> {
  await sdk.changeSource({ ...asked, path: { id }, body: { name } });
}

export async function fetchSource(id: string): Promise<void> {
  await sdk.fetchSource({ ...asked, path: { id } });
}

export async function pauseSource(id: string, paused: boolean): Promise<void> {
  await sdk.changeSource({ ...asked, path: { id }, body: { paused } });
}

export async function deleteSource(id: string): Promise<void> {
  await sdk.deleteSource({ ...asked, path: { id } });
}

export const exportAddress = '/api/v1/sources/export';

/** importSources takes an OPML file or a list of addresses. */
export async function importSources(file: File): Promise<Imported> {
  const done = await data(sdk.importSources({ ...asked, body: new Blob([await file.arrayBuffer()], { type: 'text/x-opml' }), headers: { 'Content-Type': 'text/x-opml' } }));
  return { added: done.added, known: done.known, refused: done.refused ?? [] };
}
