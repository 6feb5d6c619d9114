import { Link } from 'react-router';
import type { Report, ReportLine } from '../api/reports';
import { useMessages } from '../i18n';
import type { Messages } from '../i18n/en';
import { phrase } from '../i18n/phrase';
import { chartMetrics } from './chosen';
import { fetcherName } from './fetchers';
import classes from './report.module.css';
import { daysOf, explainedBy, integer, isNumber, more, rangeOf, signed } from './sentences';

/** Lines are the kinds of evidence, each with its strength. They are never added up. */
export function Lines({ report: r, linked }: { report: Report; linked: boolean }) {
  const m = useMessages();
  const explained = explainedBy(r, m);
  if (r.lines.length === 0) return null;
  return (
    <section>
      <h2 className={classes.part}>{m.report.lines}</h2>
      <dl className={classes.lines}>
        {r.lines.map((l) => (
          <div key={`${l.kind} ${l.metric ?? ''}`} data-state={l.state}>
            <dt>
              {m.report.lineKinds[l.kind] ?? l.kind} <span className="meta">{m.report.strengths[l.strength]}</span>
            </dt>
            <dd>
              {lineText(l, daysOf(r), m)}
              {l.kind === 'clicks' && explained && ` ${explained}`}
              {l.state === 'ready' && <RowsOf line={l} report={r} linked={linked} />}
            </dd>
          </div>
        ))}
      </dl>
      <p className="meta">{m.report.linesHelp}</p>
    </section>
  );
}

/** RowsOf leads to what a line was counted from: the table of this page, or what comes in for the site. */
function RowsOf({ line: l, report: r, linked }: { line: ReportLine; report: Report; linked: boolean }) {
  const m = useMessages();
  const drawn = l.kind === 'branded_search' && chartMetrics(r).includes(l.metric ?? '');
  if (l.kind === 'lift' || drawn) {
    return (
      <Link to={drawn ? `?view=table&metric=${encodeURIComponent(l.metric!)}` : '?view=table'} className={`${classes.rowsLink} ${classes.noPrint}`}>
        {m.report.toRows}
      </Link>
    );
  }
  if (!linked || (l.kind !== 'branded_search' && l.kind !== 'leads' && l.kind !== 'self_reports' && l.kind !== 'clicks')) return null;
  if (l.kind === 'clicks') {
    return (
      <Link to="/links" className={`${classes.rowsLink} ${classes.noPrint}`}>
        {m.report.toLinks}
      </Link>
    );
  }
  if (l.kind === 'self_reports') {
    return (
      <Link to={`/leads?mention=${encodeURIComponent(r.mention.id)}`} className={`${classes.rowsLink} ${classes.noPrint}`}>
        {m.report.toLeads}
      </Link>
    );
  }
  return (
    <Link to={l.kind === 'leads' ? `/leads?site=${encodeURIComponent(r.site.name)}` : `/sites/${r.site.id}`} className={`${classes.rowsLink} ${classes.noPrint}`}>
      {l.kind === 'leads' ? m.report.toLeads : m.report.toSite}
    </Link>
  );
}

/** lineText says what a line shows, or why it shows nothing. */
export function lineText(l: ReportLine, days: number, m: Messages): string {
  const { leads, answered } = l;
  const asked = isNumber(leads) && isNumber(answered) ? m.report.answered(integer(answered, m), leads, integer(leads, m)) : '';
  return [foundText(l, days, m), asked].filter(Boolean).join(' ');
}

function foundText(l: ReportLine, days: number, m: Messages): string {
  if (l.state !== 'ready') {
    const why = phrase(m.reports.lines, { code: l.code ?? '', detail: l.text ?? '' });
    return [`${m.report.lineStates[l.state] ?? l.state}.`, why].filter(Boolean).join(' ');
  }
  if (l.kind === 'self_reports') return m.report.namedIt(integer(l.observed ?? 0, m), integer(l.show_only ?? 0, m), integer(l.channel_only ?? 0, m));
  if (l.kind === 'shares_seen') return seenText(l, m);
  const range = rangeOf(l.effect);
  if (l.kind === 'dark_share') return darkText(l, m);
  if (range && l.kind === 'leads') {
    const { low, high } = l.explained ?? {};
    const share = (x: number) => x.toLocaleString(m.locale, { style: 'percent', maximumFractionDigits: 0 });
    const explained = isNumber(low) && isNumber(high) ? m.report.leadsExplained(share(low), share(high)) : '';
    return [m.report.leadsMoved(signed(range, m), m.report.days(days)), explained].filter(Boolean).join(' ');
  }
  if (range && l.kind === 'branded_search') return m.report.metricMoved(signed(range, m), m.timeline.metrics[l.metric ?? ''] ?? l.metric ?? '', m.report.days(days));
  if (range) return more(range, days, m);
  return isNumber(l.observed) ? m.report.atLeast(integer(l.observed, m)) : m.report.noLift;
}

/** seenText says how often links were pasted at least, by chat, and apart from it what assistants read. */
function seenText(l: ReportLine, m: Messages): string {
  const seen = l.seen ?? [];
  const counts = (f: { proof: string }) => f.proof === 'listed' || f.proof === 'claimed';
  const name = (f: { name: string }) => fetcherName(f.name);
  const of = (kind: string) =>
    seen
      .filter((f) => f.kind === kind && counts(f))
      .map((f) => m.report.timesBy(integer(f.count, m), name(f), f.usual.toLocaleString(m.locale, { maximumFractionDigits: 1 })))
      .join(', ');
  const doubtful = [...new Set(seen.filter((f) => !counts(f)).map(name))].join(', ');
  const [pasted, read] = [of('preview'), of('assistant')];
  return [
    pasted ? m.report.pasted(pasted) : m.report.notPasted,
    read && m.report.readBy(read),
    doubtful && m.report.doubtful(doubtful),
    pasted && m.report.claims,
  ]
    .filter(Boolean)
    .join(' ');
}

/** darkText gives the range of the dark share, and what its lower end leaves out. */
function darkText(l: ReportLine, m: Messages): string {
  const { low, high } = l.effect ?? {};
  if (!isNumber(low) || !isNumber(high)) return m.report.noLift;
  const n = (x: number) => integer(Math.round(x), m);
  const share = (x: number) => x.toLocaleString(m.locale, { style: 'percent', maximumFractionDigits: 0 });
  const d = l.dark;
  const text = [high > 0 ? m.report.darkRange(n(low), n(high)) : m.report.noDark];
  if (d) {
    text.push(m.report.darkOfAll(share(d.share), share(d.usual_share)));
    if (d.search >= 1) text.push(m.report.darkSearch(n(d.search)));
    if (!isNumber(d.possibly_ai)) text.push(m.report.darkUnknownAI);
    else if (d.possibly_ai >= 1) text.push(m.report.darkAI(n(d.possibly_ai)));
  }
  return text.join(' ');
}
