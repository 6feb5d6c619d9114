import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';
import type * as wire from './generated/types.gen';
import type { Brand, BrandDraft, BrandSearch, Finding, Hit, InboxPreview, Proposals, Rescan } from './types';

function toBrand(b: wire.BrandView): Brand {
  return {
    id: b.id,
    revision: b.revision ?? 0,
    name: b.name,
    aliases: b.aliases ?? [],
    heardAs: b.heard_as ?? [],
    soundsLike: b.sounds_like ?? [],
    handles: b.handles ?? [],
    domains: b.domains ?? [],
    context: b.context ?? [],
    exclude: b.exclude ?? [],
    competesWith: b.competes_with ?? '',
    own: b.own,
    active: b.active,
    confirmed: b.feedback.confirmed,
    judged: b.feedback.confirmed + b.feedback.dismissed,
    dismissed: b.feedback.dismissed,
    effect: b.feedback.effect,
    learnt: b.feedback.learnt ?? null,
  };
}

function body(b: BrandDraft): wire.BrandBody {
  return {
    name: b.name.trim(),
    aliases: b.aliases,
    heard_as: b.heardAs,
    sounds_like: b.soundsLike,
    handles: b.handles,
    domains: b.domains,
    context: b.context,
    exclude: b.exclude,
    own: b.own,
    competes_with: b.own ? '' : b.competesWith,
    active: b.active,
  };
}

export async function listBrands(signal: AbortSignal): Promise<Brand[]> {
  return ((await data(sdk.listBrands({ ...asked, signal }))).items ?? []).map(toBrand);
}

export async function getBrand(id: string, signal: AbortSignal): Promise<Brand> {
  return toBrand(await data(sdk.getBrand({ ...asked, signal, path: { id } })));
}

interface Written {
  id: string;
  name: string;
  rescan: string;
}

function toWritten({ id, name, rescan }: wire.BrandWritten): Written {
  return { id, name, rescan: rescan ?? '' };
}

/** addBrand listens for a name; an id is given only to bring one back that was deleted. */
export async function addBrand(b: BrandDraft, id?: string): Promise<Written> {
  return toWritten(await data(sdk.addBrand({ ...asked, body: { ...body(b), id } })));
}

/** putBrand saves a change, unless somebody else changed the brand meanwhile. */
export async function putBrand(id: string, b: BrandDraft, revision: number): Promise<Written> {
  return toWritten(await data(sdk.putBrand({ ...asked, path: { id }, headers: { 'If-Match': `"${revision}"` }, body: body(b) })));
}

export async function deleteBrand(id: string): Promise<void> {
  await sdk.deleteBrand({ ...asked, path: { id } });
}

export async function addHeardAs(id: string, as: string): Promise<Written> {
  return toWritten(await data(sdk.addHeardAs({ ...asked, path: { id }, body: { as } })));
}

export async function deleteHeardAs(id: string, as: string): Promise<void> {
  await sdk.deleteHeardAs({ ...asked, path: { id }, query: { as } });
}

/** previewBrand is what a brand that needn't be saved would find in a text. */
export async function previewBrand(b: BrandDraft, text: string, signal: AbortSignal): Promise<Hit[]> {
  const found = await data(sdk.previewBrand({ ...asked, signal, body: { text, brand: body(b) } }));
  return (found.items ?? []).map(({ field, second, speaker, quote, surface, confidence, unsure, reason, reasons, start, end }) => ({
    id: '', field, second, speaker, quote, surface, confidence, reason, reasons: reasons ?? [], start, end, link: '',
    confidenceClass: unsure ? 'unsure' : confidence >= 0.85 ? 'sure' : 'likely',
  }));
}

/** checkBrand is what is to be said of a brand before it is saved. */
export async function checkBrand(b: BrandDraft, signal: AbortSignal): Promise<Finding[]> {
  return (await data(sdk.checkBrand({ ...asked, signal, body: body(b) }))).findings ?? [];
}

const toPreview = ({ sure, likely, unsure, rows }: wire.InboxPreview): InboxPreview => ({
  sure, likely, unsure,
  rows: (rows ?? []).map(({ document, kind, title, confidence_class, hit: { quote, surface, start } }) => ({ document, kind, title, confidenceClass: confidence_class, hit: { quote, surface, start } })),
});

/** suggestBrand is what the archive proposes for a brand, and the inbox that it would have. */
export async function suggestBrand(b: BrandDraft, id: string, signal: AbortSignal): Promise<Proposals> {
  const found = await data(sdk.suggestBrand({ ...asked, signal, body: { ...body(b), id: id || undefined } }));
  return {
    name: b.name,
    documents: found.documents,
    whole: found.whole,
    aliases: found.aliases ?? [],
    heardAs: found.heard_as ?? [],
    domains: found.domains ?? [],
    context: found.context ?? [],
    nearby: found.nearby ?? [],
    exclude: found.exclude ?? [],
    inbox: toPreview(found.inbox),
    improved: toPreview(found.improved),
  };
}

export async function getRescan(id: string, signal: AbortSignal): Promise<Rescan> {
  const { state, done, total, appears, changes, goes, error } = await data(sdk.getRescan({ ...asked, signal, path: { id } }));
  return { state, done, total, appears, changes, goes, error: error ?? '' };
}

const toSearches = (items: wire.BrandSearchView[] | null | undefined): BrandSearch[] =>
  (items ?? []).map((s) => ({
    type: s.type, name: s.name, limits: s.limits ?? '', on: s.on, finds: s.finds ?? [],
    sources: (s.sources ?? []).map((x) => ({ id: x.id, name: x.name, health: x.health, paused: x.paused ?? false })),
  }));

/** listBrandSearches returns the networks that can be searched for a brand. */
export async function listBrandSearches(id: string, signal: AbortSignal): Promise<BrandSearch[]> {
  return toSearches((await data(sdk.listBrandSearches({ ...asked, signal, path: { id } }))).items);
}

/** setBrandSearch turns the search on a network on or off. */
export async function setBrandSearch(id: string, type: string, on: boolean): Promise<BrandSearch[]> {
  return toSearches((await data(sdk.setBrandSearch({ ...asked, path: { id, type }, body: { on } }))).items);
}
