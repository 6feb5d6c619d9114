import type { Warned } from '../frame/why';
import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';
import type * as wire from './generated/types.gen';
import { readMapping, writtenMapping, type FileMapping } from './fileMapping';
import { sendFile, type Sending } from './sendFile';

export type { FileMapping };

/** What a file holds. */
export type FileOf = 'visits' | 'leads';

/** FileMistake is why a file, or a line of it, can't be read; without a line it is the whole file. */
export type FileMistake = wire.FileMistake;

export interface Columns {
  names: string[];
  rows: string[][];
  lines: number[];
  mapping: FileMapping; // a guess, or the one that was checked
  mistakes: FileMistake[];
  understood: FileMapping | null; // with what was detected
  dateFormats: string[];
  fixed: boolean; // the format says what the columns mean
}

export interface FileType {
  type: string;
  name: string;
  limits: string;
}

/** Outcome is what an import did. */
export interface Outcome {
  counts: Record<string, number>;
  first: string;
  last: string;
  warnings: Warned[];
}

/** listFileTypes returns the kinds of files that visits or leads are read from. */
export async function listFileTypes(of: FileOf, signal: AbortSignal): Promise<FileType[]> {
  const answer = of === 'visits' ? data(sdk.listVisitsTypes({ ...asked, signal })) : data(sdk.listLeadsTypes({ ...asked, signal }));
  const types: (wire.VisitsType | wire.LeadsType)[] = (await answer).items ?? [];
  return types.filter((t) => t.file).map((t) => ({ type: t.type, name: t.name, limits: t.limits ?? '' }));
}

type Preview = Omit<wire.Columns, 'mapping' | 'understood'> & { mapping: object; understood?: object };

/** A preview needs the beginning of a file, whatever its size. */
const beginning = 1 << 20;

/** previewFile returns the first rows of a file with a guess of its columns, or with what is wrong with a mapping. */
export async function previewFile(of: FileOf, type: string, file: File, mapping: FileMapping | null, signal: AbortSignal): Promise<Columns> {
  const body = new Blob([await file.slice(0, beginning).arrayBuffer()], { type: 'application/octet-stream' });
  const query = { type, mapping: mapping ? JSON.stringify(writtenMapping(of, mapping)) : undefined };
  const headers = { 'Content-Type': 'application/octet-stream' };
  const c: Preview = of === 'visits' ? await data(sdk.previewVisits({ ...asked, signal, query, body, headers })) : await data(sdk.previewLeads({ ...asked, signal, query, body, headers }));
  return {
    names: c.names ?? [],
    rows: (c.rows ?? []).map((row) => row ?? []),
    lines: c.lines ?? [],
    mapping: readMapping(c.mapping),
    mistakes: c.mistakes ?? [],
    understood: c.understood ? readMapping(c.understood) : null,
    dateFormats: c.date_formats ?? [],
    fixed: c.fixed ?? false,
  };
}

/** Destination is where a file goes. */
export interface Destination {
  type: string;
  site: string;
  name: string;
  keep: boolean; // the addresses of people, of leads
}

/** importFile sends a whole file. */
export async function importFile(of: FileOf, to: Destination, file: File, mapping: FileMapping, sending: Sending): Promise<Outcome> {
  const { type, site, name, keep } = to;
  const query = new URLSearchParams({ type, site, name, file: file.name.slice(-100), mapping: JSON.stringify(writtenMapping(of, mapping)) });
  if (keep) query.set('keep_address', 'true');
  const done = (await sendFile(`/api/v1/${addresses[of]}?${query.toString()}`, file, sending)) as wire.VisitsImport | wire.LeadsImport;
  const visits = 'feed' in done ? done : undefined;
  return {
    counts: done.counts ?? {},
    first: visits?.first ?? '',
    last: visits?.last ?? '',
    warnings: (visits ? visits.warning_details : (done as wire.LeadsImport).warnings) ?? [],
  };
}

const addresses: Record<FileOf, string> = { visits: 'imports/visits', leads: 'leads/import' };

export interface FileFeed {
  id: string;
  site: string;
  type: string;
  name: string;
  zone: string;
  first: string;
  last: string;
}

/** listFileFeeds returns the visits that came from files. */
export async function listFileFeeds(signal: AbortSignal): Promise<FileFeed[]> {
  const [types, feeds] = await Promise.all([listFileTypes('visits', signal), data(sdk.listVisitsFeeds({ ...asked, signal }))]);
  return (feeds.items ?? [])
    .filter((f) => types.some((t) => t.type === f.type))
    .map((f) => ({ id: f.id, site: f.site, type: f.type, name: f.name, zone: f.zone, first: f.first ?? '', last: f.last ?? '' }));
}

export async function removeFileFeed(id: string): Promise<void> {
  await sdk.deleteVisitsFeed({ ...asked, path: { id } });
}

export interface Import {
  id: string;
  of: string; // visits, leads or documents
  file: string;
  at: string;
  counts: Record<string, number>;
}

/** listImports returns the files that were imported last, the newest first. */
export async function listImports(signal: AbortSignal): Promise<Import[]> {
  const found = await data(sdk.listImports({ ...asked, signal }));
  return (found.items ?? []).map((i) => ({ id: i.id, of: i.kind, file: i.name ?? '', at: i.created, counts: i.counts ?? {} }));
}
