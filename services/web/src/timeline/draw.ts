import type uPlot from 'uplot';
import type { Span } from './address';
import { apart, lane, laneY, lanes } from './layout';
import { markersOf, middle, radius, type Outstanding, type Row } from './rows';

/** The colours of the desk, as they are now. */
interface Colours {
  text: string;
  dim: string;
  line: string;
  link: string;
  own: string;
  rival: string;
  effect: string;
  baseline: string;
  annotation: string;
}

const tokens = ['text', 'dim', 'line', 'link', 'own', 'rival', 'effect', 'baseline', 'annotation'] as const;

export function coloursNow(): Colours {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(tokens.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as unknown as Colours;
}

/** Scene is all that is drawn beside the counts. */
export interface Scene {
  rows: Row[];
  gaps: Span[];
  windows: Outstanding[];
  colours: Colours;
}

/** Plot is where on the canvas it is drawn; a pixel of the screen may be several of the canvas. */
interface Plot {
  c: CanvasRenderingContext2D;
  px: number;
  left: number;
  top: number;
  width: number;
  height: number;
  x: (time: number) => number;
}

function plotOf(u: uPlot, ratio: number): Plot {
  const { left, top, width, height } = u.bbox;
  return { c: u.ctx, px: ratio, left, top, width, height, x: (time) => u.valToPos(time, 'x', true) };
}

/** inPlot draws within the plot and a margin beside it, and leaves the canvas as it was. */
function inPlot(p: Plot, margin: number, draw: () => void) {
  p.c.save();
  p.c.beginPath();
  p.c.rect(p.left - margin, p.top, p.width + 2 * margin, p.height);
  p.c.clip();
  draw();
  p.c.restore();
}

/** drawGround draws what lies under the counts: hatched times that were not counted. */
export function drawGround(u: uPlot, ratio: number, s: Scene) {
  const p = plotOf(u, ratio);
  const foot = p.top + p.height - lanes.length * lane * p.px;
  inPlot(p, 0, () => {
    for (const g of s.gaps) hatch(p, p.x(g.from), p.x(g.to), p.top, foot, s.colours.dim);
  });
}

function hatch({ c, px }: Plot, from: number, to: number, top: number, foot: number, colour: string) {
  c.save();
  c.beginPath();
  c.rect(from, top, to - from, foot - top);
  c.clip();
  c.strokeStyle = colour;
  c.globalAlpha = 0.45;
  c.lineWidth = px;
  c.beginPath();
  const step = 7 * px;
  const height = foot - top;
  for (let x = Math.floor((from - height) / step) * step; x < to; x += step) {
    c.moveTo(x, foot);
    c.lineTo(x + height, top);
  }
  c.stroke();
  c.restore();
}

/** drawMarks draws what lies on the counts: windows, mentions, notes, and the row at hand. */
export function drawMarks(u: uPlot, ratio: number, s: Scene, at: number | null) {
  const p = plotOf(u, ratio);
  const { c, px } = p;
  const lineY = (name: (typeof lanes)[number]) => p.top + p.height - laneY(name) * px;
  const seen = s.rows.filter((r) => r.end > u.scales.x!.min! && r.start < u.scales.x!.max!);
  // A marker at the end is whole.
  inPlot(p, 9 * px, () => {
    c.fillStyle = s.colours.effect;
    for (const w of s.windows) c.fillRect(p.x(w.from), lineY('own') - (lane / 2) * px, p.x(w.to) - p.x(w.from), 3 * px);
    for (const m of markersOf(seen, (r) => r.own, p.x, apart * px)) disc(p, p.x(m.at), lineY('own') + px, radius(m.count) * px, s.colours.own);
    for (const m of markersOf(seen, (r) => r.rivals, p.x, apart * px)) diamond(p, p.x(m.at), lineY('rivals'), radius(m.count) * px * 1.1, s.colours.rival);
    for (const e of eventSpans(seen)) flag(p, p.x(e.from), p.x(e.to), lineY('events'), e.holiday, s.colours.annotation);
    const row = at === null ? undefined : s.rows[at];
    if (row) {
      c.strokeStyle = s.colours.link;
      c.lineWidth = 1.5 * px;
      c.beginPath();
      c.moveTo(p.x(middle(row)), p.top);
      c.lineTo(p.x(middle(row)), p.top + p.height);
      c.stroke();
    }
  });
}

/** eventSpans are the notes and holidays of rows, each from its first row to its last. */
export function eventSpans(rows: Row[]): (Span & { name: string; holiday: boolean })[] {
  const out = new Map<unknown, Span & { name: string; holiday: boolean }>();
  for (const r of rows) {
    for (const e of r.events) {
      const known = out.get(e);
      if (known) known.to = r.end;
      else out.set(e, { from: middle(r), to: r.end, name: e.name, holiday: e.kind === 'holiday' });
    }
  }
  return [...out.values()];
}

function disc({ c }: Plot, x: number, y: number, r: number, colour: string) {
  c.fillStyle = colour;
  c.beginPath();
  c.arc(x, y, r, 0, 2 * Math.PI);
  c.fill();
}

function diamond({ c }: Plot, x: number, y: number, r: number, colour: string) {
  c.fillStyle = colour;
  c.beginPath();
  c.moveTo(x, y - r);
  c.lineTo(x + r, y);
  c.lineTo(x, y + r);
  c.lineTo(x - r, y);
  c.fill();
}

/** flag is a note: dotted over the counts and solid over its days. A holiday is hollow, and has no line. */
function flag({ c, px, top }: Plot, from: number, to: number, y: number, holiday: boolean, colour: string) {
  c.strokeStyle = c.fillStyle = colour;
  c.lineWidth = 1.25 * px;
  if (!holiday) {
    c.setLineDash([1.5 * px, 3 * px]);
    c.beginPath();
    c.moveTo(from, top);
    c.lineTo(from, y - 6 * px);
    c.stroke();
    c.setLineDash([]);
    if (to - from > 8 * px) c.fillRect(from, y + 5 * px, to - from, 2 * px);
  }
  c.beginPath();
  c.moveTo(from, y + 7 * px);
  c.lineTo(from, y - 6 * px);
  c.lineTo(from + 8 * px, y - 6 * px);
  c.lineTo(from + 5.5 * px, y - 2.5 * px);
  c.lineTo(from + 8 * px, y + px);
  c.lineTo(from, y + px);
  c.stroke();
  if (!holiday) c.fill();
}
