import { Link } from 'react-router';
import type { Report } from '../api/reports';
import { useMessages } from '../i18n';
import classes from './report.module.css';
import { timeOf } from './scales';
import { dayOf } from './sentences';

const day = 86_400_000;

// As many others as are listed, on a screen and on a page of paper.
const listed = 8;
const onPaper = 3;

const named = (x: { show: string; title: string }) => [x.show, x.title].filter(Boolean).join(', ');

/** Overlaps are the other mentions on the days of this one, each a bar over its days. */
export function Overlaps({ report: r, linked }: { report: Report; linked: boolean }) {
  const m = useMessages();
  if (r.overlaps.length === 0) return null;
  const spans = [r.window, ...r.overlaps].map((o) => [timeOf(o.from), timeOf(o.to) + day] as const);
  const first = Math.min(...spans.map(([from]) => from));
  const room = Math.max(...spans.map(([, to]) => to)) - first;
  const bar = (from: string, to: string, own: boolean) => (
    <svg width="140" height="12" viewBox="0 0 140 12" aria-hidden className={classes.bar}>
      <path d="M0 6h140" stroke="var(--line)" />
      <rect x={((timeOf(from) - first) / room) * 140} width={Math.max(2, ((timeOf(to) + day - timeOf(from)) / room) * 140)} y="2" height="8" fill={own ? 'var(--effect)' : 'var(--baseline)'} />
    </svg>
  );
  const days = (from: string, to: string) => m.report.overlapDays(dayOf(from, m, false), dayOf(to, m, false));
  return (
    <section>
      <h2 className={classes.part}>{m.report.overlaps}</h2>
      <ul className={classes.overlaps}>
        <li>
          {bar(r.window.from, r.window.to, true)}
          <span>
            {named(r.mention)} <span className="meta">{days(r.window.from, r.window.to)}</span>
          </span>
        </li>
        {r.overlaps.slice(0, listed).map((o, i) => (
          <li key={o.mention} className={i < onPaper ? undefined : classes.noPrint}>
            {bar(o.from, o.to, false)}
            <span>
              {linked ? <Link to={`/mentions/${o.mention}/report`}>{named(o)}</Link> : named(o)}{' '}
              <span className="meta">
                {days(o.from, o.to)}
                {o.group && `, ${m.report.group}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <More rest={r.overlaps.length - listed} className={classes.noPrint} />
      <More rest={r.overlaps.length - onPaper} className={classes.onlyPrint} />
    </section>
  );
}

/** More says how many others there are beside those listed. */
function More({ rest, className }: { rest: number; className?: string }) {
  const m = useMessages();
  return rest > 0 && <p className={`${classes.dim} ${className}`}>{m.report.moreOverlaps(rest)}</p>;
}
