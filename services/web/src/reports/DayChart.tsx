import { useElementSize } from '@mantine/hooks';
import { useId, useState, type KeyboardEvent, type PointerEvent, type Ref } from 'react';
import type { Report, ReportRow } from '../api/reports';
import { useMessages } from '../i18n';
import type { Messages } from '../i18n/en';
import classes from './report.module.css';
import { bandPath, dayScales, effectPath, observedPath, timeOf, weekly, windowEdges, type Frame } from './scales';
import { dayOf, integer, isNumber } from './sentences';

const font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';

interface Props {
  rows: ReportRow[];
  events: Report['events'];
  name: string; // what is counted
  picture: Ref<SVGSVGElement>;
}

/** DayChart is what was counted each day, over what was to be expected without the mention. */
export function DayChart({ rows, events, name, picture }: Props) {
  const m = useMessages();
  const hatch = useId();
  const { ref, width: room } = useElementSize();
  const [at, setAt] = useState<number | null>(null);
  const width = Math.max(280, Math.min(760, Math.round(room || 720)));
  const f: Frame = { width, height: 264, left: 48, right: 12, top: 20, bottom: 28 };
  const s = dayScales(rows, f);
  const edges = windowEdges(rows, s);
  const ground = f.height - f.bottom;
  const chosen = at === null ? undefined : rows[at];

  const point = (e: PointerEvent<SVGSVGElement>) => {
    const box = e.currentTarget.getBoundingClientRect();
    const px = ((e.clientX - box.left) / box.width) * f.width;
    const nearest = rows.reduce((best, row, i) => (Math.abs(s.x(timeOf(row.day)) - px) < Math.abs(s.x(timeOf(rows[best]!.day)) - px) ? i : best), 0);
    setAt(nearest);
  };
  const press = (e: KeyboardEvent) => {
    const first = rows.findIndex((row) => row.window);
    const from = at ?? (first < 0 ? 0 : first);
    const to: Record<string, number> = { ArrowLeft: at === null ? from : from - 1, ArrowRight: at === null ? from : from + 1, Home: 0, End: rows.length - 1 };
    const next = to[e.key];
    if (next === undefined) return;
    e.preventDefault();
    setAt(Math.max(0, Math.min(rows.length - 1, next)));
  };

  return (
    <figure className={classes.figure}>
      <div ref={ref}>
        <svg
          ref={picture}
          viewBox={`0 0 ${f.width} ${f.height}`}
          width={f.width}
          height={f.height}
          className={classes.chart}
          role="img"
          aria-label={`${name}. ${m.report.chartHelp}`}
          tabIndex={0}
          onKeyDown={press}
          onPointerMove={point}
          onPointerLeave={() => setAt(null)}
          fontFamily={font}
          fontSize="12"
        >
          <defs>
            <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <line x1="0" y1="0" x2="0" y2="6" stroke="var(--effect)" strokeWidth="2.5" />
            </pattern>
          </defs>
          {edges && <rect x={edges[0]} y={f.top} width={edges[1] - edges[0]} height={ground - f.top} fill="var(--sunken)" />}
          {s.y.ticks(4).map((v) => (
            <g key={v}>
              <line x1={f.left} x2={f.width - f.right} y1={s.y(v)} y2={s.y(v)} stroke="var(--line)" />
              <text x={f.left - 8} y={s.y(v)} dy="0.32em" textAnchor="end" fill="var(--dim)">
                {v.toLocaleString(m.locale)}
              </text>
            </g>
          ))}
          {weekly(rows, f.width < 480 ? 14 : 7)
            .filter((d) => s.x(timeOf(d)) > f.left + 16 && s.x(timeOf(d)) < f.width - 24)
            .map((d) => (
              <text key={d} x={s.x(timeOf(d))} y={ground + 18} textAnchor="middle" fill="var(--dim)">
                {dayOf(d, m, false)}
              </text>
            ))}
          <path d={bandPath(rows, s, 95)} fill="var(--baseline)" fillOpacity=".16" />
          <path d={bandPath(rows, s, 80)} fill="var(--baseline)" fillOpacity=".2" />
          <path d={bandPath(rows, s, 50)} fill="var(--baseline)" fillOpacity=".26" />
          <path d={effectPath(rows, s)} fill={`url(#${hatch})`} />
          <path d={observedPath(rows, s)} fill="none" stroke="var(--text)" strokeWidth="2" strokeLinejoin="round" />
          <Alone rows={rows} s={s} />
          {events.map((e) => (
            <Flag key={e.name + e.from} x={s.x(timeOf(e.from))} f={f} />
          ))}
          {edges && (
            <text x={Math.min((edges[0] + edges[1]) / 2, f.width - f.right - 24)} y={f.top - 6} textAnchor="middle" fill="var(--dim)">
              {m.report.windowLabel}
            </text>
          )}
          {chosen && <line x1={s.x(timeOf(chosen.day))} x2={s.x(timeOf(chosen.day))} y1={f.top} y2={ground} stroke="var(--link)" strokeWidth="1.5" data-cursor />}
        </svg>
      </div>
      <p className={classes.cursor} role="status">
        {chosen && readOut(chosen, m)}
      </p>
      <Legend hatch={hatch} events={events.length > 0} />
      {events.length > 0 && (
        <p className="meta">
          {m.report.events}: {events.map((e) => m.report.event(e.name, m.report.overlapDays(dayOf(e.from, m, false), dayOf(e.to, m, false)))).join('; ')}
        </p>
      )}
    </figure>
  );
}

/** readOut says one day in words, with the range of what was expected. */
function readOut(row: ReportRow, m: Messages): string {
  const seen = isNumber(row.observed) ? integer(row.observed, m) : m.report.notCounted;
  if (!isNumber(row.low95) || !isNumber(row.high95)) return m.report.cursorBare(dayOf(row.day, m), seen);
  return m.report.cursor(dayOf(row.day, m), seen, m.report.to(integer(Math.max(0, row.low95), m), integer(row.high95, m)));
}

/** Alone marks days between two that were not counted: a line of one point can't be seen. */
function Alone({ rows, s }: { rows: ReportRow[]; s: ReturnType<typeof dayScales> }) {
  return rows.map((row, i) =>
    isNumber(row.observed) && !isNumber(rows[i - 1]?.observed) && !isNumber(rows[i + 1]?.observed) ? (
      <circle key={row.day} cx={s.x(timeOf(row.day))} cy={s.y(row.observed)} r="2.5" fill="var(--text)" />
    ) : null,
  );
}

function Flag({ x, f }: { x: number; f: Frame }) {
  if (x < f.left) return null;
  return (
    <g stroke="var(--annotation)">
      <line x1={x} x2={x} y1={f.top} y2={f.height - f.bottom} strokeWidth="1.5" strokeDasharray="1.5 3" />
      <path d={`M${x} ${f.top}h8l-2.5 3.5 2.5 3.5h-8z`} fill="var(--annotation)" />
    </g>
  );
}

function Legend({ hatch, events }: { hatch: string; events: boolean }) {
  const m = useMessages();
  const box = { width: 24, height: 12, 'aria-hidden': true } as const;
  return (
    <figcaption className={classes.legend}>
      <span>
        <svg {...box}><path d="M0 6h24" stroke="var(--text)" strokeWidth="2" /></svg> {m.report.legend.observed}
      </span>
      <span>
        <svg {...box}>
          <g fill="var(--baseline)"><path d="M0 0h24v12H0z" fillOpacity=".16" /><path d="M0 2h24v8H0z" fillOpacity=".2" /><path d="M0 4h24v4H0z" fillOpacity=".26" /></g>
        </svg>{' '}
        {m.report.legend.band}
      </span>
      <span>
        <svg {...box}><path d="M0 0h24v12H0z" fill={`url(#${hatch})`} /></svg> {m.report.legend.effect}
      </span>
      {events && (
        <span>
          <svg {...box} width={12}><path d="M1 12V0M1 0h9l-3 3.5 3 3.5H1z" stroke="var(--annotation)" fill="var(--annotation)" /></svg> {m.report.legend.event}
        </span>
      )}
    </figcaption>
  );
}
