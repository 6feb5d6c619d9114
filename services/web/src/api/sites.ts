import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';
import type * as wire from './generated/types.gen';

export type SiteFeed = wire.SiteFeed;

/** What can be written of a site. */
export interface SiteDraft {
  name: string;
  zone: string;
  domains: string[];
  brands: string[]; // ids; empty means all of your own
  holidays: string[];
  primary: Record<string, string>; // metric to feed
}

export interface Site extends SiteDraft {
  id: string;
  revision: number;
  feeds: SiteFeed[];
  counting: Record<string, string>; // metric to feed, chosen or not
  gaps: wire.Gap[];
}

function toSite(s: wire.SiteView): Site {
  return {
    id: s.id,
    revision: s.revision,
    name: s.name,
    zone: s.zone,
    domains: s.domains ?? [],
    brands: s.brands ?? [],
    holidays: s.holidays ?? [],
    primary: s.primary ?? {},
    feeds: s.feeds ?? [],
    counting: s.counting ?? {},
    gaps: s.gaps ?? [],
  };
}

export async function listSites(signal: AbortSignal): Promise<Site[]> {
  return ((await data(sdk.listSites({ ...asked, signal }))).items ?? []).map(toSite);
}

export async function getSite(id: string, signal: AbortSignal): Promise<Site> {
  return toSite(await data(sdk.getSite({ ...asked, signal, path: { id } })));
}

/** listCountries lists the codes of the countries whose public holidays are known. */
export async function listCountries(signal: AbortSignal): Promise<string[]> {
  return ((await data(sdk.listHolidayCountries({ ...asked, signal }))).items ?? []).map((c) => c.code);
}

const body = (d: SiteDraft) => ({ ...d, name: d.name.trim() });

export async function addSite(d: SiteDraft): Promise<Site> {
  return toSite(await data(sdk.addSite({ ...asked, body: body(d) })));
}

/** changeSite saves a change, unless somebody else changed the site meanwhile. */
export async function changeSite(id: string, d: SiteDraft, revision: number): Promise<Site> {
  return toSite(await data(sdk.changeSite({ ...asked, path: { id }, headers: { 'If-Match': `"${revision}"` }, body: body(d) })));
}

export async function deleteSite(id: string): Promise<void> {
  await sdk.deleteSite({ ...asked, path: { id } });
}
