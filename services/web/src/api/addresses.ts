import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';
import type { Address } from './types';

/** listAddresses returns the newest posts and pages that a source has read once or is about to. */
export async function listAddresses(source: string, signal: AbortSignal): Promise<Address[]> {
  const found = await data(sdk.listAddresses({ ...asked, signal, query: { source } }));
  return (found.items ?? []).map((a) => ({
    id: a.id,
    url: a.url,
    state: a.state,
    document: a.document ?? '',
    error: a.error ?? '',
    code: a.code ?? '',
    params: a.params ?? {},
    created: a.created,
  }));
}

/** retryAddress reads a post or page again now. */
export async function retryAddress(id: string): Promise<void> {
  await sdk.retryAddress({ ...asked, path: { id } });
}
