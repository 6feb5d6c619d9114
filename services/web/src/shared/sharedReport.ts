import type * as wire from '../api/generated/types.gen';
import { toReport } from '../api/reportOf';
import type { Report } from '../api/reports';

/** What the public side sends of a report: no ids of mentions, sites or brands (services/public/shared_report.go). */
type SharedReport = Omit<wire.ReportView, 'brand' | 'mention' | 'site' | 'group' | 'overlaps' | 'hours' | 'created'> & {
  brand: Omit<wire.MentionBrand, 'id'>;
  mention: Omit<wire.ReportMention, 'id' | 'cluster' | 'url' | 'backfill'>;
  site: Omit<wire.ReportSite, 'id' | 'feed'>;
  overlaps: Omit<wire.ReportOverlap, 'mention' | 'brand'>[];
  together: number;
  expires: string;
};

/** Why a report isn't shown: the link is over, the report is gone, too many ask, or nothing answers. */
export type Reason = 'over' | 'gone' | 'busy' | 'silent';

export class NotShared extends Error {
  constructor(readonly reason: Reason) {
    super(reason);
  }
}

const reasons: Record<number, Reason> = { 404: 'over', 410: 'gone', 429: 'busy' };

/** fromShared fills in what only the desk has: ids, which here only tell rows of a list apart. */
export function fromShared(r: SharedReport): Report {
  return toReport({
    ...r,
    created: r.revised,
    brand: { ...r.brand, id: '' },
    mention: { ...r.mention, id: '', cluster: '', url: '', backfill: false },
    site: { ...r.site, id: '', feed: '' },
    group: Array.from({ length: r.together }, (_, i) => String(i)),
    overlaps: r.overlaps.map((o, i) => ({ ...o, mention: String(i), brand: '' })),
    hours: [],
  });
}

/** addressOf is where the report of a link is, as data. */
export const addressOf = (page: string) => page + '/report';

/** sharedReport loads the report of the link at an address. */
export async function sharedReport(page: string, signal: AbortSignal): Promise<{ report: Report; expires: string }> {
  const answer = await fetch(addressOf(page), { cache: 'no-store', credentials: 'omit', signal });
  if (!answer.ok) throw new NotShared(reasons[answer.status] ?? 'silent');
  const body = (await answer.json()) as SharedReport;
  return { report: fromShared(body), expires: body.expires };
}
