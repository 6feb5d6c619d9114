import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';
import type * as wire from './generated/types.gen';

export type PageFetch = wire.FetchView;

/** listFetches returns what fetched pages of a site in the last four weeks, by name. */
export async function listFetches(site: string, signal?: AbortSignal): Promise<PageFetch[]> {
  return (await data(sdk.listPageFetches({ ...asked, query: { site }, signal }))).items ?? [];
}
