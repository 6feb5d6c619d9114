import { SegmentedControl } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { Timeline, TimelineQuery } from '../api/timeline';
import { Page } from '../frame/Page';
import { useMessages } from '../i18n';
import { useKeys } from '../keys/useKeys';
import { useMay } from '../session/useMay';
import { zoomText, type Span, type View } from './address';
import { Chart } from './Chart';
import { NoData, NoVisits } from './Empty';
import { Legend } from './Legend';
import { Moves } from './Moves';
import { NoteWindow } from './NoteWindow';
import { PointsTable } from './PointsTable';
import { placeOf, Reading } from './Reading';
import { boundsOf, gapsOf, middle, outstanding, rowAt, rowsOf, within } from './rows';
import classes from './timeline.module.css';
import { Tools } from './Tools';
import { metricName, spoken, whenOf } from './words';
import { clamp, moved, whole, withIn, zoomed } from './zoom';

interface Props {
  timeline: Timeline;
  view: View;
  asked: TimelineQuery;
  stale: boolean; // another answer is on its way
  choices: ReactNode;
  choose: (name: string, value: string, replace?: boolean) => void;
}

const height = 380;

/** Shown is a timeline that has been loaded: the chart or its table, and what is at the cursor. */
export function Shown({ timeline: t, view, asked, stale, choices, choose }: Props) {
  const m = useMessages();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const may = useMay();
  const rows = useMemo(() => rowsOf(t, view.rivals), [t, view.rivals]);
  const gaps = useMemo(() => gapsOf(t), [t]);
  const windows = useMemo(() => outstanding(t, rows), [t, rows]);
  const bounds = boundsOf(rows);
  const least = 4 * (rows[0] ? rows[0].end - rows[0].start : 1);
  const seen = view.zoom ? clamp(view.zoom, bounds, least) : bounds;
  const [time, setTime] = useState<number | null>(null); // of the row at hand
  const [over, setOver] = useState<number | null>(null); // the row under the mouse
  const [note, setNote] = useState<string | null>(null); // the day of a note that is written
  const list = useRef<HTMLDivElement>(null);
  const found = time === null ? -1 : rowAt(rows, time);
  const at = found < 0 ? null : found;
  // What is seen, also between a key and the address that follows it: keys may come faster.
  const now = useRef(seen);
  useEffect(() => {
    now.current = { from: seen.from, to: seen.to };
  }, [seen.from, seen.to]);

  const look = (z: Span) => {
    now.current = z;
    choose('zoom', whole(z, bounds) ? '' : zoomText({ from: Math.floor(z.from / 3600) * 3600, to: Math.ceil(z.to / 3600) * 3600 }), true);
  };
  const pick = (row: number) => {
    const r = rows[Math.max(0, Math.min(rows.length - 1, row))];
    if (!r) return;
    setTime(middle(r));
    const z = withIn(now.current, middle(r), bounds);
    if (z !== now.current) look(z);
  };
  const here = () => (at === null ? (seen.from + seen.to) / 2 : middle(rows[at]!));
  const open = () => {
    const row = at === null ? undefined : rows[at];
    if (row?.mentions.length === 1) void navigate(placeOf(row.mentions[0]!));
    else list.current?.querySelector('a')?.focus();
  };
  const write = () => may.write && setNote((at === null ? rows.at(-1) : rows[at])?.day ?? '');
  const table = () => choose('view', view.table ? '' : 'table', true);
  // Where nothing is at hand yet, an arrow begins at that end of what is seen.
  const step = (by: number) => pick(at === null ? rowAt(rows, by > 0 ? seen.from : seen.to - 1) : at + by);
  const zoom = (factor: number) => look(zoomed(now.current, factor, here(), bounds, least));
  const move = (share: number) => look(moved(now.current, share, bounds));

  const acts: Record<string, () => void> = {
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    '+': () => zoom(0.5),
    '=': () => zoom(0.5),
    '-': () => zoom(2),
    0: () => look(bounds),
    Enter: open,
    n: write,
  };
  const inChart: Record<string, () => void> = { ...acts, Home: () => pick(0), End: () => pick(rows.length - 1), PageUp: () => move(-0.5), PageDown: () => move(0.5) };
  const some = t.points.some((p) => p.value !== null);
  const drawn = some && !view.table;
  useKeys(drawn ? { ...acts, t: table } : { n: write, t: table });
  const press = (e: KeyboardEvent) => {
    const act = e.ctrlKey || e.metaKey || e.altKey ? undefined : inChart[e.key];
    if (!act) return;
    e.preventDefault();
    act();
  };

  const metric = metricName(t.metric, m);
  const title = m.timeline.chart(metric, m.timeline.unitNames[t.unit]!);
  const read = rows[over ?? at ?? -1];
  const inSight = within(rows, seen);
  const [first, last] = [inSight[0], inSight.at(-1)];
  return (
    <Page title={m.pages.timeline} tools={some && <Tools timeline={t} rows={inSight} seen={seen} gaps={gaps} windows={windows} asked={asked} title={title} />}>
      {choices}
      {!t.feed && <NoVisits site={t.site.id} />}
      {t.feed && !some && <NoData timeline={t} byDay={() => choose('unit', '')} />}
      {some && (
        <section aria-busy={stale} className={classes.card}>
          <div className={classes.head}>
            <h2 className={classes.title}>
              {title}
              {t.feed && <span className="meta"> {m.timeline.primary(t.feed.name)}</span>}
            </h2>
            {drawn && <Moves seen={seen} bounds={bounds} zoom={zoom} move={move} all={() => look(bounds)} />}
            <SegmentedControl
              size="xs"
              aria-label={title}
              value={view.table ? 'table' : 'chart'}
              onChange={table}
              data={[{ value: 'chart', label: m.report.image }, { value: 'table', label: m.report.rows }]}
            />
          </div>
          {view.table ? (
            <PointsTable rows={inSight} unit={t.unit} zone={t.site.zone} metric={metric} />
          ) : (
            <figure className={classes.figure}>
              <div
                className={classes.chart}
                role="application"
                tabIndex={0}
                aria-label={`${title}. ${m.timeline.chartHelp}`}
                data-from={Math.round(seen.from)}
                data-to={Math.round(seen.to)}
                onKeyDown={press}
              >
                <Chart
                  rows={rows}
                  gaps={gaps}
                  windows={windows}
                  zone={t.site.zone}
                  view={seen}
                  bounds={bounds}
                  least={least}
                  at={at}
                  height={height}
                  onView={look}
                  onOver={setOver}
                  onPick={pick}
                />
              </div>
              <p className={classes.cursor} role="status">
                {read ? spoken(read, t.unit, t.site.zone, t.metric, m) : first && last && m.timeline.shown(whenOf(first, t.unit, t.site.zone, m), whenOf(last, t.unit, t.site.zone, m))}
              </p>
              <Legend rows={inSight} gaps={gaps.some((g) => g.to > seen.from && g.from < seen.to)} windows={windows.some((w) => w.to > seen.from && w.from < seen.to)} />
            </figure>
          )}
        </section>
      )}
      {(t.more > 0 || t.cut || t.otherDays) && (
        <p className={classes.notice}>{[t.more > 0 && m.timeline.more(t.more), t.cut && m.timeline.cut, t.otherDays && m.timeline.otherDays].filter(Boolean).join(' ')}</p>
      )}
      {drawn && at !== null && <Reading ref={list} row={rows[at]!} timeline={t} note={may.write ? write : undefined} />}
      {note !== null && (
        <NoteWindow
          day={note}
          close={() => setNote(null)}
          done={() => {
            setNote(null);
            return queries.invalidateQueries({ predicate: (q) => ['annotations', 'report', 'reports', 'timeline'].includes(String(q.queryKey[0])) });
          }}
        />
      )}
    </Page>
  );
}
