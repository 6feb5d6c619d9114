import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';
import type * as wire from './generated/types.gen';

/** getPaused says why nothing is crawled, found or sent; null where work goes on. */
export async function getPaused(signal: AbortSignal): Promise<wire.Paused | null> {
  const s = await data(sdk.getStatus({ ...asked, signal }));
  return s.paused ?? null;
}

/** resume takes the ledger as it is for the right one. */
export async function resume(): Promise<void> {
  await data(sdk.resume({ ...asked }));
}
