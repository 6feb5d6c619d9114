import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Messages } from '../i18n/en';
import type { Span } from './address';
import { eventSpans } from './draw';
import { legendOf, type Named } from './signs';
import { apart, axis, below, font, highest, lane, laneY, lanes, leftOf, ticksTo } from './layout';
import { markersOf, middle, radius, type Outstanding, type Row } from './rows';
import { axisLabels } from './words';

const svg = 'http://www.w3.org/2000/svg';
const size = { width: 960, height: 420 };
const legendRow = 22;

type Attributes = Record<string, string | number>;

/** made is an element with its attributes. */
function made(name: string, attributes: Attributes, text = ''): SVGElement {
  const e = document.createElementNS(svg, name);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, String(v));
  if (text) e.textContent = text;
  return e;
}

/** picture draws what is seen of a timeline as an SVG, in the tokens of the desk's colours. */
export function picture(rows: Row[], seen: Span, gaps: Span[], windows: Outstanding[], zone: string, m: Messages): SVGSVGElement {
  const out = made('svg', { viewBox: `0 0 ${size.width} ${size.height}`, width: size.width, height: size.height, 'font-family': font, 'font-size': 12 }) as SVGSVGElement;
  const left = leftOf(rows, m.locale);
  const [right, foot] = [size.width - axis.right, size.height - axis.bottom];
  const top = highest(rows.flatMap((r) => [r.value, r.high]));
  const x = scaleLinear([seen.from, seen.to], [left, right]);
  const y = scaleLinear([below(top, foot - axis.top), top], [foot, axis.top]);
  const lineY = (name: (typeof lanes)[number]) => foot - laneY(name);
  const inside = made('g', { 'clip-path': 'url(#plot)' });
  const clip = made('clipPath', { id: 'plot' });
  clip.append(made('rect', { x: left - 9, y: axis.top, width: right - left + 18, height: foot - axis.top })); // a marker at the end is whole
  const hatch = made('pattern', { id: 'gap', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' });
  hatch.append(made('line', { x1: 0, y1: 0, x2: 0, y2: 6, stroke: 'var(--dim)', 'stroke-opacity': 0.45, 'stroke-width': 1.5 }));
  const defs = made('defs', {});
  defs.append(clip, hatch);
  out.append(defs);

  for (const v of ticksTo(top)) {
    out.append(made('line', { x1: left, x2: right, y1: y(v), y2: y(v), stroke: 'var(--line)' }));
    out.append(made('text', { x: left - 8, y: y(v), dy: '0.32em', 'text-anchor': 'end', fill: 'var(--dim)' }, v.toLocaleString(m.locale)));
  }
  const ticks = labelled(rows);
  // They are days apart and not months, however far.
  const step = Math.min((ticks[1]?.start ?? 0) - (ticks[0]?.start ?? 0), 7 * 86_400);
  axisLabels(ticks.map((r) => r.start), step, zone, m).forEach((text, i) => {
    const at = x(middle(ticks[i]!));
    if (at > left + 16 && at < right - 16) out.append(made('text', { x: at, y: foot + 18, 'text-anchor': 'middle', fill: 'var(--dim)' }, text));
  });
  for (const g of gaps) inside.append(made('rect', { x: x(g.from), y: axis.top, width: x(g.to) - x(g.from), height: y(0) - axis.top, fill: 'url(#gap)' }));
  inside.append(made('path', { d: bandOf(rows, x, y), fill: 'var(--baseline)', 'fill-opacity': 0.34 }));
  inside.append(made('path', { d: lineOf(rows, x, y), fill: 'none', stroke: 'var(--text)', 'stroke-width': 2, 'stroke-linejoin': 'round' }));
  for (const r of rows) if (r.partial && r.value !== null) inside.append(made('circle', { cx: x(middle(r)), cy: y(r.value), r: 3, fill: 'none', stroke: 'var(--text)', 'stroke-width': 1.5 }));
  for (const w of windows) inside.append(made('rect', { x: x(w.from), y: lineY('own') - lane / 2, width: x(w.to) - x(w.from), height: 3, fill: 'var(--effect)' }));
  for (const k of markersOf(rows, (r) => r.own, x, apart)) inside.append(made('circle', { cx: x(k.at), cy: lineY('own') + 1, r: radius(k.count), fill: 'var(--own)' }));
  for (const k of markersOf(rows, (r) => r.rivals, x, apart)) {
    const r = radius(k.count) * 1.1;
    inside.append(made('path', { d: `M${x(k.at)} ${lineY('rivals') - r}l${r} ${r}l${-r} ${r}l${-r} ${-r}z`, fill: 'var(--rival)' }));
  }
  for (const e of eventSpans(rows)) {
    const at = x(e.from);
    const head = lineY('events') - 6;
    if (!e.holiday) inside.append(made('line', { x1: at, x2: at, y1: axis.top, y2: head, stroke: 'var(--annotation)', 'stroke-width': 1.25, 'stroke-dasharray': '1.5 3' }));
    const mark = made('path', { d: `M${at} ${head + 13}v-13h8l-2.5 3.5l2.5 3.5h-8`, stroke: 'var(--annotation)', 'stroke-width': 1.25, fill: e.holiday ? 'none' : 'var(--annotation)' });
    mark.append(made('title', {}, e.name));
    inside.append(mark);
  }
  out.append(inside);
  const named = { rows, gaps: gaps.some((g) => g.to > seen.from && g.from < seen.to), windows: windows.some((w) => w.to > seen.from && w.from < seen.to) };
  const height = addLegend(out, named, left, m);
  out.setAttribute('viewBox', `0 0 ${size.width} ${height}`);
  out.setAttribute('height', String(height));
  return out;
}

/** addLegend writes what is named under the chart, in as many rows as that takes, and returns where they end. */
function addLegend(out: SVGSVGElement, named: Named, left: number, m: Messages): number {
  let [x, y] = [left, size.height + 4];
  for (const { label, width, path, attributes } of legendOf(named, m)) {
    const room = width + 8 + label.length * 6.6 + 20; // about as wide as the words are
    if (x > left && x + room > size.width) [x, y] = [left, y + legendRow];
    const dashed = Object.fromEntries(Object.entries(attributes).map(([k, v]) => [k.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`), v]));
    out.append(made('path', { d: path, transform: `translate(${x} ${y})`, ...dashed }));
    out.append(made('text', { x: x + width + 8, y: y + 10, fill: 'var(--dim)' }, label));
    x += room;
  }
  return y + legendRow;
}

type Scale = (value: number) => number;

function lineOf(rows: Row[], x: Scale, y: Scale): string {
  const path = line<Row>()
    .defined((r) => r.value !== null && !r.partial)
    .x((r) => x(middle(r)))
    .y((r) => y(r.value ?? 0));
  return path(rows) ?? '';
}

function bandOf(rows: Row[], x: Scale, y: Scale): string {
  const path = area<Row>()
    .defined((r) => r.low !== null && r.high !== null)
    .x((r) => x(middle(r)))
    .y0((r) => y(r.low ?? 0))
    .y1((r) => y(r.high ?? 0));
  return path(rows) ?? '';
}

/** labelled are about eight rows that the axis names, at the same distance from each other. */
const labelled = (rows: Row[]): Row[] => rows.filter((_, i) => i % Math.max(1, Math.ceil(rows.length / 8)) === 0);
