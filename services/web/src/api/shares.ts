import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';

/** A link to a report that still works. The link itself was shown when it was made. */
export interface Share {
  id: string;
  creator: string;
  created: string;
  expires: string;
}

export async function listShares(report: string, signal: AbortSignal): Promise<Share[]> {
  return (await data(sdk.listReportShares({ ...asked, signal, path: { id: report } }))).items ?? [];
}

/** shareReport returns the link. The server never shows it again. */
export async function shareReport(report: string, days: number): Promise<string> {
  return (await data(sdk.shareReport({ ...asked, path: { id: report }, body: { days } }))).url;
}

export async function revokeShare(id: string): Promise<void> {
  await sdk.revokeShare({ ...asked, path: { id } });
}

/** publicSide is the address of the public side, empty where it is off. */
export async function publicSide(signal: AbortSignal): Promise<string> {
  return (await data(sdk.getStatus({ ...asked, signal }))).public ?? '';
}
