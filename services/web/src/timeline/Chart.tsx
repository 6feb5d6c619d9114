import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useMemo, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Span } from './address';
import { coloursNow, drawGround, drawMarks, type Scene } from './draw';
import { axis, below, font, highest, leftOf, ticksTo } from './layout';
import { useMessages } from '../i18n';
import type { Messages } from '../i18n/en';
import { middle, type Outstanding, type Row } from './rows';
import classes from './timeline.module.css';
import { axisLabels } from './words';
import { clamp } from './zoom';

interface Props {
  rows: Row[];
  gaps: Span[];
  windows: Outstanding[];
  zone: string;
  view: Span; // what is seen
  bounds: Span; // what there is
  least: number; // the shortest time that can be seen
  at: number | null; // the row at hand
  height: number;
  onView: (z: Span) => void;
  onOver: (row: number | null) => void; // the mouse is over it
  onPick: (row: number) => void;
}

/** Sized are the properties with the room that there is. */
type Sized = Props & { width: number };

/** Chart draws the counts by uPlot. A drag zooms, one with Shift moves; all that a key does is the page's. */
export function Chart(props: Props) {
  const { rows, gaps, windows, zone, view, at, height } = props;
  const m = useMessages();
  const { ref: room, width } = useElementSize();
  const scheme = useComputedColorScheme('light');
  const place = useRef<HTMLDivElement>(null);
  const now = useRef({ ...props, width });
  const plot = useRef<uPlot | null>(null);
  useEffect(() => {
    now.current = { ...props, width };
  });
  const wide = width > 0;
  // The colours are read after the scheme has changed.
  const scene = useMemo(() => ({ rows, gaps, windows, scheme }), [rows, gaps, windows, scheme]);

  useEffect(() => {
    if (!wide || !place.current) return;
    const colours = coloursNow();
    const drawn: Scene = { ...scene, colours };
    const u = new uPlot(optionsOf(drawn, zone, m, () => now.current), dataOf(scene.rows), place.current);
    u.setScale('x', { min: now.current.view.from, max: now.current.view.to });
    plot.current = u;
    return () => {
      plot.current = null;
      u.destroy();
    };
  }, [scene, zone, m, wide]);

  useEffect(() => {
    if (width > 0) plot.current?.setSize({ width, height });
  }, [width, height]);

  useEffect(() => {
    plot.current?.setScale('x', { min: view.from, max: view.to });
  }, [view.from, view.to]);

  useEffect(() => {
    plot.current?.redraw(false, false);
  }, [at]);

  return (
    <div ref={room} className={classes.plot} style={{ height }}>
      <div ref={place} />
    </div>
  );
}

type Data = [number[], ...(number | null)[][]];

/** dataOf are the columns that uPlot draws: what was expected, what was counted in full, and what only in part. */
function dataOf(rows: Row[]): Data {
  return [
    rows.map(middle),
    rows.map((r) => r.low),
    rows.map((r) => r.high),
    rows.map((r) => (r.partial ? null : r.value)),
    rows.map((r) => (r.partial ? r.value : null)),
  ];
}

function optionsOf(scene: Scene, zone: string, m: Messages, now: () => Sized): uPlot.Options {
  const { colours } = scene;
  let pressed = 0; // where the mouse went down
  const plain = { stroke: colours.dim, font: `12px ${font}`, ticks: { show: false }, border: { show: false } };
  const alone = (_u: uPlot, i: number) => (i === 3 ? lonely(scene.rows) : null);
  return {
    width: now().width,
    height: now().height,
    tzDate: (s) => uPlot.tzDate(new Date(s * 1000), known(zone)),
    padding: [axis.top, axis.right, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: true, auto: false },
      y: {
        range: (u, _min, max) => {
          const top = highest([max]);
          return [below(top, u.height - axis.bottom - axis.top), top];
        },
      },
    },
    axes: [
      { ...plain, grid: { show: false }, size: axis.bottom, gap: 8, space: 72, values: (_u, at, _i, _space, step) => axisLabels(at, step, zone, m) },
      {
        ...plain,
        grid: { stroke: colours.line, width: 1 },
        size: leftOf(scene.rows, m.locale),
        gap: 8,
        splits: (u) => ticksTo(u.scales.y!.max ?? 1),
        values: (_u, at) => at.map((v) => v.toLocaleString(m.locale)),
      },
    ],
    series: [
      {},
      { stroke: 'transparent', points: { show: false } },
      { stroke: 'transparent', points: { show: false } },
      { stroke: colours.text, width: 2, points: { show: true, size: 5, fill: colours.text, filter: alone } },
      { stroke: 'transparent', points: { show: true, size: 6, width: 1.5, stroke: colours.text, fill: 'transparent' } },
    ],
    bands: [{ series: [2, 1], fill: `${colours.baseline}57` }],
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false, dist: 4 },
      bind: {
        mousedown: (u, _t, zoom) => (e) => {
          pressed = e.clientX;
          if (!e.shiftKey || e.button !== 0) return zoom(e);
          pan(u, e, now);
          return null;
        },
        dblclick: () => () => null, // the page's own way back is 0
      },
    },
    hooks: {
      drawAxes: [(u) => drawGround(u, uPlot.pxRatio, scene)],
      draw: [(u) => drawMarks(u, uPlot.pxRatio, scene, now().at)],
      setCursor: [(u) => now().onOver((u.cursor.left ?? -1) < 0 ? null : (u.cursor.idx ?? null))],
      setSelect: [
        (u) => {
          const { left, width: wide } = u.select;
          if (wide < 4) return;
          const from = u.posToVal(left, 'x');
          const chosen = { from, to: u.posToVal(left + wide, 'x') };
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          now().onView(clamp(chosen, now().bounds, now().least));
        },
      ],
      ready: [(u) => u.over.addEventListener('click', (e) => clicked(u, e, pressed, now))],
    },
  };
}

/** known is a time zone, or UTC for one that this browser doesn't know. */
function known(zone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    return 'UTC';
  }
}

/** lonely are the rows between two that have no line to them: a line of one point can't be seen. */
function lonely(rows: Row[]): number[] {
  const counted = (i: number) => rows[i] !== undefined && rows[i].value !== null && !rows[i].partial;
  return rows.flatMap((_, i) => (counted(i) && !counted(i - 1) && !counted(i + 1) ? [i] : []));
}

/** clicked takes the row under the mouse, unless the mouse was dragged there. */
function clicked(u: uPlot, e: MouseEvent, pressed: number, now: () => Props) {
  if (Math.abs(e.clientX - pressed) > 3) return;
  now().onPick(u.posToIdx(e.clientX - u.over.getBoundingClientRect().left));
}

/** pan moves what is seen with the mouse, until it is let go. */
function pan(u: uPlot, down: MouseEvent, now: () => Props) {
  const { view, bounds } = now();
  const each = (view.to - view.from) / u.over.clientWidth;
  let to = view;
  const move = (e: MouseEvent) => {
    const by = (down.clientX - e.clientX) * each;
    to = clamp({ from: view.from + by, to: view.to + by }, bounds, 0);
    u.setScale('x', { min: to.from, max: to.to });
  };
  const up = () => {
    window.removeEventListener('mousemove', move);
    window.removeEventListener('mouseup', up);
    if (to !== view) now().onView(to);
  };
  window.addEventListener('mousemove', move);
  window.addEventListener('mouseup', up);
}
