import type { Messages } from '../i18n/en';
import type { Row } from './rows';

/** What may be named: rows that are seen, and whether there are times without counts and windows. */
export interface Named {
  rows: Row[];
  gaps: boolean;
  windows: boolean;
}

interface Item {
  label: string;
  width: number;
  path: string;
  attributes: Record<string, string>; // of the path
}

const line = (colour: string, width: string) => ({ fill: 'none', stroke: `var(--${colour})`, strokeWidth: width });
const circle = (r: number) => `M${6 - r} 6a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;

/** legendOf is what a chart and its file name, each with its sign, twelve pixels high. */
export function legendOf({ rows, gaps, windows }: Named, m: Messages): Item[] {
  const l = m.timeline.legend;
  const all: [boolean, string, number, string, Item['attributes']][] = [
    [true, l.observed, 24, 'M0 6h24', line('text', '2')],
    [rows.some((r) => r.partial), l.partial, 12, circle(3), line('text', '1.5')],
    [rows.some((r) => r.low !== null), l.expected, 24, 'M0 1h24v10H0z', { fill: 'var(--baseline)', fillOpacity: '.34' }],
    [windows, l.effect, 24, 'M0 6h24', line('effect', '3')],
    [gaps, l.gap, 24, 'M0 12L12 0M6 12L18 0M12 12L24 0', line('dim', '1')],
    [rows.some((r) => r.own > 0), l.own, 12, circle(4.5), { fill: 'var(--own)' }],
    [rows.some((r) => r.rivals > 0), l.rivals, 12, 'M6 1l5 5-5 5-5-5z', { fill: 'var(--rival)' }],
    [rows.some((r) => r.events.length > 0), l.event, 12, 'M1 12V0M1 0h9l-3 3.5 3 3.5H1z', { fill: 'var(--annotation)', stroke: 'var(--annotation)' }],
  ];
  return all.flatMap(([there, label, width, path, attributes]) => (there ? [{ label, width, path, attributes }] : []));
}
