import type { Language } from '../i18n';
import type { Wanted } from '../search/address';
import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';
import type * as wire from './generated/types.gen';
import { pieces } from '../text/markedPieces';
import type { Facet, FoundDocument, Marked, Page, Totals } from './types';

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

/** exportAddress is where all results can be had as a file. */
export function exportAddress(w: Wanted, format: 'csv' | 'jsonl', language: Language): string {
  const params = new URLSearchParams({ format, sort: w.sort });
  if (language === 'nl') params.set('separator', 'semicolon'); // with a Dutch spreadsheet's decimal comma
  for (const [name, value] of Object.entries(searchQuery(w))) if (value && value.length > 0) params.set(name, String(value));
  return `/api/v1/search/export?${params.toString()}`;
}

export interface Name {
  field: string;
  value: string;
}

/** namesLike are shows, people and brands that begin so. */
export async function namesLike(prefix: string, signal: AbortSignal): Promise<Name[]> {
  const found = await data(sdk.suggest({ ...asked, signal, query: { q: prefix, limit: 6 } }));
  return (found.items ?? []).map(({ field, value }) => ({ field, value }));
}

export interface FoundPage extends Page<FoundDocument> {
  explanation: wire.Explanation; // what the query looks for
}

export async function search(w: Wanted, cursor: string, signal: AbortSignal): Promise<FoundPage> {
  const page = await data(sdk.search({ ...asked, signal, query: { ...searchQuery(w), sort: w.sort, cursor: cursor || undefined } }));
  return { next: page.next, explanation: page.explanation, items: (page.items ?? []).map(toFound) };
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
    passages: passages.map((p, i) => ({
      id: `${p.number} ${i}`,
      part: p.part as FoundDocument['passages'][number]['part'],
      second: p.second ?? null, // of the word that was found
      // With several speakers in one passage, it is not known which of them said the words found.
      speaker: p.speakers?.length === 1 ? p.speakers[0]! : '',
      pieces: cutOff(pieces(p.text, p.marks ?? []), p.html),
    })),
    more: Math.max(0, d.matching - passages.length),
    similar: (d.similar ?? []).map((x) => ({ id: x.document, source: x.show ?? '', title: x.title, published: x.published })),
  };
}

/** cutOff shows where a passage was cut; only its HTML, which is never shown, tells that. */
function cutOff(found: Marked[], html: string): Marked[] {
  const more = { text: ' … ', marked: false };
  return [...(html.startsWith('…') ? [more] : []), ...found, ...(html.endsWith('…') ? [more] : [])];
}

export async function searchTotals(w: Wanted, signal: AbortSignal): Promise<Totals> {
  const x = await data(sdk.searchTotals({ ...asked, signal, query: searchQuery(w) }));
  const facet = (counts: wire.Count[] | null): Facet[] => (counts ?? []).map((c) => ({ value: c.value, count: c.documents }));
  return {
    passages: x.passages,
    documents: x.documents,
    suggest: x.suggest ?? '',
    relaxed: x.relaxed ?? null,
    rebuilding: x.rebuilding ?? [],
    facets: { kind: facet(x.kinds), brand: facet(x.brands), source: facet(x.sources), lang: facet(x.languages), month: facet(x.months).reverse(), speaker: facet(x.speakers) },
  };
}
