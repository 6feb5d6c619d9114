import type { Report, ReportLine } from '../api/reports';
import { useMessages } from '../i18n';
import type { Messages } from '../i18n/en';
import { phrase } from '../i18n/phrase';
import classes from './report.module.css';
import { daysOf, integer, isNumber, more, rangeOf, signed } from './sentences';

/** Lines are the kinds of evidence, each with its strength. They are never added up. */
export function Lines({ report: r }: { report: Report }) {
  const m = useMessages();
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
            <dd>{lineText(l, daysOf(r), m)}</dd>
          </div>
        ))}
      </dl>
      <p className="meta">{m.report.linesHelp}</p>
    </section>
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
  const range = rangeOf(l.effect);
  if (range && l.kind === 'leads') return m.report.leadsMoved(signed(range, m), m.report.days(days));
  if (range) return more(range, days, m);
  return isNumber(l.observed) ? m.report.atLeast(integer(l.observed, m)) : m.report.noLift;
}
