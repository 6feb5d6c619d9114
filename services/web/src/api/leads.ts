import type { Warned } from '../frame/why';
import type { LeadFilters } from '../leads/filters';
import { fromOf } from '../leads/filters';
import type { ChannelField } from './types';
import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';
import type * as wire from './generated/types.gen';

export interface Lead {
  id: string;
  source: { id: string; name: string; site: string };
  key: string;
  time: string;
  stage: string;
  value: number | null;
  answer: string;
  note: string;
  cut: boolean;
  landing: string;
  address: string;
  imported: boolean;
  test: boolean;
  match: LeadMatch | null; // null where the lead says nothing, or was not read yet
}

export interface LeadMention {
  id: string;
  title: string;
  show: string;
  published: string;
}

export type Tier = 'named' | 'show' | 'channel' | 'none';

export interface LeadMatch {
  tier: Tier;
  mention: LeadMention | null;
  show: string;
  candidates: LeadMention[];
  reason: string; // in English
  reasons: MatchReason[]; // the same: a sentence, and what its parameter why is made of
  saidIn: 'answer' | 'note';
  judged: string;
  judgedBy: string;
  wording: string; // that is remembered if the match is corrected
  alias: string; // that was learnt from this lead
}

export interface MatchReason {
  code: string;
  params?: Record<string, unknown>;
}

/** Said is what a person says that a lead means. Without a field it confirms what was found. */
export interface Said {
  tier?: Tier;
  mention?: string;
  show?: string;
  alias?: string;
}

export interface ShowChoice {
  show: string;
  mentions: LeadMention[];
}

export interface ShowLeads {
  show: string;
  leads: number;
  named: number;
  won: number;
  value: number;
  valued: number;
  stages: Record<string, number>;
}

export interface LeadAlias {
  id: string;
  wording: string;
  show: string; // or the person that it means
}

export interface LeadTotals {
  leads: number;
  answered: number;
  stages: string[];
}

export interface LeadType {
  type: string;
  name: string;
  summary: string;
  limits: string;
  polled: boolean;
  received: boolean;
  fields: ChannelField[];
}

export interface LeadSource {
  id: string;
  type: string;
  name: string;
  site: string;
  zone: string;
  url: string;
  settings: Record<string, unknown>;
  keep: boolean;
  paused: boolean;
  health: string;
  fault: { code: string; params: Record<string, string>; detail: string };
  warnings: Warned[];
  arrival: 'poll' | 'request' | 'file';
  address: string;
  keys: string[]; // names of the secrets that are saved
  leads: number;
  lastRead: string;
}

/** LeadSourceDraft is what can be written of a source. */
export interface LeadSourceDraft {
  type: string;
  site: string;
  name: string;
  keep: boolean;
  values: Record<string, string | boolean>; // of the type's fields
}

const toLead = (l: wire.LeadView): Lead => ({
  id: l.id,
  source: l.source,
  key: l.key,
  time: l.time,
  stage: l.stage,
  value: l.value ?? null,
  answer: l.answer,
  note: l.note,
  cut: l.cut,
  landing: l.landing,
  address: l.address ?? '',
  imported: l.imported,
  test: l.test,
  match: l.match ? toMatch(l.match) : null,
});

const toMatch = (x: wire.LeadMatchView): LeadMatch => ({
  tier: x.tier,
  mention: x.mention ?? null,
  show: x.show ?? '',
  candidates: x.candidates ?? [],
  reason: x.reason ?? '',
  reasons: x.reasons ?? [],
  saidIn: x.said_in,
  judged: x.judged ?? '',
  judgedBy: x.judged_by ?? '',
  wording: x.wording ?? '',
  alias: x.alias ?? '',
});

/** judgeLead saves what a person says that a lead means. */
export async function judgeLead(id: string, said: Said): Promise<Lead> {
  return toLead(await data(sdk.judgeLeadMatch({ ...asked, path: { id }, body: said })));
}

/** unjudgeLead takes that back; the answer is matched again. */
export async function unjudgeLead(id: string): Promise<void> {
  await sdk.undoLeadMatch({ ...asked, path: { id } });
}

export async function listLeadChoices(id: string, signal: AbortSignal): Promise<ShowChoice[]> {
  const found = await data(sdk.listLeadChoices({ ...asked, signal, path: { id } }));
  return (found.shows ?? []).map((s) => ({ show: s.show, mentions: s.mentions ?? [] }));
}

/** countByShow counts the leads that named each show. */
export async function countByShow(f: LeadFilters, signal: AbortSignal): Promise<ShowLeads[]> {
  const found = await data(sdk.countLeadsByShow({ ...asked, signal, query: { site: f.site || undefined, from: fromOf(f.period, new Date()) } }));
  return found.items ?? [];
}

export async function listLeadAliases(signal: AbortSignal): Promise<LeadAlias[]> {
  const found = await data(sdk.listLeadAliases({ ...asked, signal }));
  return (found.items ?? []).map((a) => ({ id: a.id, wording: a.wording, show: a.show || a.person || '' }));
}

export async function addLeadAlias(alias: { wording: string; show?: string; person?: string }): Promise<void> {
  await sdk.addLeadAlias({ ...asked, body: alias });
}

export async function removeLeadAlias(id: string): Promise<void> {
  await sdk.deleteLeadAlias({ ...asked, path: { id } });
}

const toSource = (s: wire.LeadSourceView): LeadSource => ({
  id: s.id,
  type: s.type,
  name: s.name,
  site: s.site,
  zone: s.zone ?? '',
  url: s.url ?? '',
  settings: (s.settings as Record<string, unknown> | undefined) ?? {},
  keep: s.keep_address ?? false,
  paused: s.paused ?? false,
  health: s.health,
  fault: { code: s.code ?? '', params: s.params ?? {}, detail: s.error ?? '' },
  warnings: s.warning_details ?? [],
  arrival: s.arrival,
  address: s.address ?? '',
  keys: s.keys ?? [],
  leads: s.leads,
  lastRead: s.last_read ?? '',
});

/** listLeads returns a page of leads, the newest first, and with the first page how many match. */
export async function listLeads(f: LeadFilters, cursor: string, signal: AbortSignal): Promise<{ items: Lead[]; next: string; totals: LeadTotals | null }> {
  const query = {
    q: f.q || undefined,
    site: f.site || undefined,
    source: f.source.length > 0 ? f.source : undefined,
    stage: f.stage.length > 0 ? f.stage : undefined,
    from: fromOf(f.period, new Date()),
    tier: f.tier.length > 0 ? f.tier : undefined,
    judged: f.judged === 'no' ? ('no' as const) : f.judged === 'only' ? ('only' as const) : undefined,
    mention: f.mention || undefined,
    totals: cursor === '' ? ('all' as const) : ('none' as const),
    cursor: cursor || undefined,
    limit: 50,
  };
  const page = await data(sdk.listLeads({ ...asked, signal, query }));
  const t = page.totals;
  return {
    items: (page.items ?? []).map(toLead),
    next: page.next,
    totals: t ? { leads: t.leads, answered: t.answered, stages: Object.keys(t.by_stage ?? {}) } : null,
  };
}

export async function eraseLead(id: string): Promise<void> {
  await sdk.deleteLead({ ...asked, path: { id } });
}

export async function listLeadSources(signal: AbortSignal): Promise<LeadSource[]> {
  return ((await data(sdk.listLeadSources({ ...asked, signal }))).items ?? []).map(toSource);
}

/** listLeadTypes returns the types of sources that can be added. */
export async function listLeadTypes(signal: AbortSignal): Promise<LeadType[]> {
  const types = (await data(sdk.listLeadsTypes({ ...asked, signal }))).items ?? [];
  return types
    .filter((t) => t.polled || t.received)
    .map((t) => ({
      type: t.type,
      name: t.name,
      summary: t.summary,
      limits: t.limits ?? '',
      polled: t.polled,
      received: t.received,
      fields: (t.fields ?? []).map((f) => ({
        name: f.name,
        kind: f.kind,
        required: f.required,
        label: f.label,
        help: f.help ?? '',
        example: f.example ?? '',
        standard: f.default ?? '',
        choices: f.choices ?? [],
      })),
    }));
}

/** written sorts what was filled in: a secret that is left empty stays as it is. */
function written(d: LeadSourceDraft, fields: ChannelField[]) {
  const settings: Record<string, unknown> = {};
  const secrets: Record<string, string> = {};
  let url: string | undefined;
  for (const f of fields) {
    const value = d.values[f.name];
    if (value === undefined || value === '') continue;
    if (f.kind === 'secret') secrets[f.name] = String(value);
    else if (f.name === 'url') url = String(value);
    else settings[f.name] = value;
  }
  return { settings, secrets, url };
}

export async function addLeadSource(d: LeadSourceDraft, fields: ChannelField[], zone: string): Promise<LeadSource> {
  const { settings, secrets, url } = written(d, fields);
  return toSource(await data(sdk.addLeadSource({ ...asked, body: { type: d.type, site: d.site.trim(), name: d.name.trim() || undefined, zone, keep_address: d.keep, settings, secrets, url } })));
}

export async function changeLeadSource(id: string, d: LeadSourceDraft, fields: ChannelField[]): Promise<LeadSource> {
  const { settings, secrets } = written(d, fields);
  return toSource(await data(sdk.changeLeadSource({ ...asked, path: { id }, body: { name: d.name.trim() || undefined, keep_address: d.keep, settings, secrets } })));
}

export async function pauseLeadSource(id: string, paused: boolean): Promise<void> {
  await sdk.changeLeadSource({ ...asked, path: { id }, body: { paused } });
}

export async function fetchLeadSource(id: string): Promise<void> {
  await sdk.fetchLeadSource({ ...asked, path: { id } });
}

export async function removeLeadSource(id: string): Promise<void> {
  await sdk.deleteLeadSource({ ...asked, path: { id } });
}
