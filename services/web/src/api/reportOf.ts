import type * as wire from './generated/types.gen';
import type { Lift, Report, ReportItem } from './reports';

/** toItem is a report in a list as the API sends it. */
export function toItem(r: wire.ReportItem): ReportItem {
  return {
    id: r.id,
    state: r.state,
    verdict: r.verdict ?? null,
    brand: r.brand,
    mention: r.mention,
    site: r.site,
    window: r.window,
    day: r.day ?? 0,
    lift: (r.lift as Lift | null) ?? null, // the API sends null where nothing was computed
    reasons: r.reasons ?? [],
    group: r.group ?? [],
    groupDays: r.group_days ?? null,
    caveats: r.caveats ?? [],
    dataTo: r.data_to ?? '',
  };
}

/** toReport is a report as the API sends it. */
export function toReport(r: wire.ReportView): Report {
  return {
    ...toItem(r),
    revision: r.revision,
    created: r.created,
    revised: r.revised,
    metric: r.metric,
    rows: r.rows ?? [],
    dots: r.dots ?? [],
    placebos: r.placebos ?? [],
    longer: r.secondary ?? [],
    lines: r.lines ?? [],
    overlaps: r.overlaps ?? [],
    events: r.events ?? [],
    family: r.family,
    explained: r.explained ?? null,
    method: r.method,
  };
}
