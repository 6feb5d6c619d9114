import { Link } from 'react-router';
import type { Report } from '../api/reports';
import { useMessages } from '../i18n';
import { stepOf, inSteps } from './round';
import classes from './report.module.css';
import { stacked, valueScale, type Frame } from './scales';
import { integer, isNumber } from './sentences';

const frame: Frame = { width: 320, height: 132, left: 20, right: 20, top: 8, bottom: 24 };

/** Dots are twenty equally likely effects, hollow where there were fewer visits than expected. */
export function Dots({ report: r }: { report: Report }) {
  const m = useMessages();
  const dots = r.dots.filter(isNumber);
  if (dots.length === 0) return null;
  const small = r.lift?.smallest_visible;
  const x = valueScale(dots, frame);
  const ground = frame.height - frame.bottom;
  const said = m.report.aboveZero(dots.filter((d) => d > 0).length, dots.length);
  const shade: [number, number] | null = isNumber(small) && small > 0 ? [Math.max(frame.left, x(-small)), Math.min(frame.width - frame.right, x(small))] : null;
  return (
    <figure className={classes.figure}>
      <h2 className={classes.part}>{m.report.dots}</h2>
      <svg viewBox={`0 0 ${frame.width} ${frame.height}`} className={classes.small} role="img" aria-label={said} fontSize="12">
        {shade && <rect x={shade[0]} y={frame.top} width={shade[1] - shade[0]} height={ground - frame.top} fill="var(--baseline)" fillOpacity=".2" />}
        <line x1={x(0)} x2={x(0)} y1={frame.top} y2={ground} stroke="var(--dim)" strokeDasharray="3 3" />
        {stacked(dots, x, 7, frame).map((d, i) => (
          <circle key={i} cx={d.x} cy={d.y} r="5.5" fill={d.value > 0 ? 'var(--effect)' : 'none'} stroke="var(--effect)" strokeWidth="1.5" />
        ))}
        <Axis x={x} />
      </svg>
      <figcaption>
        {said} <span className="meta">{isNumber(small) && m.report.dotsHelp(integer(inSteps(small, stepOf(-small, small)), m))}</span>
      </figcaption>
    </figure>
  );
}

/** Placebos are the past periods without a mention, and among them this one. */
export function Placebos({ report: r }: { report: Report }) {
  const m = useMessages();
  const score = r.lift?.score;
  const values = r.placebos.map((p) => p.score).filter(isNumber);
  if (!r.lift || !isNumber(score) || values.length === 0) {
    return r.lift ? <p className="meta">{m.report.asHighNone}</p> : null;
  }
  const x = valueScale([...values, score], frame);
  const said = m.report.asHigh(r.lift.as_high, r.lift.placebos);
  const ground = frame.height - frame.bottom;
  return (
    <figure className={classes.figure}>
      <h2 className={classes.part}>{m.report.placebos}</h2>
      <svg viewBox={`0 0 ${frame.width} ${frame.height}`} className={classes.small} role="img" aria-label={`${said} ${m.report.placebosHelp}`} fontSize="12">
        {stacked(values, x, 2.5, { ...frame, top: 24 }).map((d, i) => (
          <circle key={i} cx={d.x} cy={d.y} r="2" fill="var(--baseline)" />
        ))}
        <line x1={x(score)} x2={x(score)} y1={22} y2={ground} stroke="var(--effect)" strokeWidth="1.5" />
        <path d={`M${x(score)} 6l7 8-7 8-7-8z`} fill="var(--effect)" data-diamond />
        <line x1={frame.left} x2={frame.width - frame.right} y1={ground} y2={ground} stroke="var(--input-border)" />
        <text x={x(0)} y={ground + 16} textAnchor="middle" fill="var(--dim)">0</text>
      </svg>
      <figcaption>
        {said} <span className="meta">{m.report.placebosHelp}</span>{' '}
        <Link to="?view=table#periods" className={classes.noPrint}>
          {m.report.toPeriods}
        </Link>
      </figcaption>
    </figure>
  );
}

function Axis({ x }: { x: ReturnType<typeof valueScale> }) {
  const m = useMessages();
  const ground = frame.height - frame.bottom;
  return (
    <>
      <line x1={frame.left} x2={frame.width - frame.right} y1={ground} y2={ground} stroke="var(--input-border)" />
      {x.ticks(4).map((v) => (
        <text key={v} x={x(v)} y={ground + 16} textAnchor="middle" fill="var(--dim)">
          {v.toLocaleString(m.locale).replace('-', '−')}
        </text>
      ))}
    </>
  );
}
