import { Link } from 'react-router';
import type { Report, ReportLine } from '../api/reports';
import { useMessages } from '../i18n';
import type { Messages } from '../i18n/en';
import { phrase } from '../i18n/phrase';
import classes from './report.module.css';
import { daysOf, explainedBy, integer, isNumber, more, rangeOf } from './sentences';

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
          <div key={l.kind} data-state={l.state}>
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
  if (l.kind === 'lift') {
    return (
      <Link to="?view=table" className={`${classes.rowsLink} ${classes.noPrint}`}>
        {m.report.toRows}
      </Link>
    );
  }
  if (!linked || l.kind !== 'branded_search') return null;
  return (
    <Link to={`/sites/${r.site.id}`} className={`${classes.rowsLink} ${classes.noPrint}`}>
      {m.report.toSite}
    </Link>
  );
}

/** lineText says what a line shows, or why it shows nothing. */
export function lineText(l: ReportLine, days: number, m: Messages): string {
  if (l.state !== 'ready') {
    const why = phrase(m.reports.lines, { code: l.code ?? '', detail: l.text ?? '' });
    return [`${m.report.lineStates[l.state] ?? l.state}.`, why].filter(Boolean).join(' ');
  }
  const range = rangeOf(l.effect);
  if (range) return more(range, days, m);
  return isNumber(l.observed) ? m.report.atLeast(integer(l.observed, m)) : m.report.noLift;
}
