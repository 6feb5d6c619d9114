import { describe, expect, it } from 'vitest';
import type { Timeline } from '../api/timeline';
import { boundsOf, gapsOf, markersOf, middle, outstanding, radius, rowAt, rowsOf, within, type Row } from './rows';

const at = (text: string) => Date.parse(text) / 1000;

/** autumn is three days of Amsterdam, the second of 25 hours. */
const autumn: Timeline = {
  site: { id: 's', name: 'shop', zone: 'Europe/Amsterdam' },
  metric: 'visits',
  channel: '',
  unit: 'day',
  from: '2026-10-24',
  to: '2026-10-26',
  feed: { id: 'f', name: 'Feed', type: 'csv' },
  metrics: ['visits'],
  channels: [],
  spans: ['day'],
  since: '2026-10-01T00:00:00Z',
  until: '2026-10-26T00:00:00Z',
  otherDays: false,
  points: [
    { start: '2026-10-23T22:00:00Z', value: 10, partial: false },
    { start: '2026-10-24T22:00:00Z', value: null, partial: false },
    { start: '2026-10-25T23:00:00Z', value: 3, partial: true },
  ],
  gaps: [{ from: '2026-10-24T22:00:00Z', to: '2026-10-25T23:00:00Z' }],
  own: [1, 0, 2],
  rivals: [0, 1, 0],
  mentions: [
    { id: 'a', brand: { id: 'l', name: 'Larkmeter', own: true }, kind: 'podcast', type: 'discussed', title: 'A', show: 'Show', published: '2026-10-24T21:59:00Z' },
    { id: 'b', brand: { id: 'b', name: 'Beacon', own: false }, kind: 'post', type: 'passing', title: 'B', show: '', published: '2026-10-25T22:30:00Z' },
  ],
  more: 0,
  effects: [
    {
      report: 'r', state: 'ready', verdict: 'likely', mention: 'a', metric: 'visits', effect: null,
      window: { days: 2, from: '2026-10-24', to: '2026-10-25', look_on: '2026-10-26' },
      expected: [{ day: '2026-10-24', low: 5, middle: 7, high: 9 }, { day: '2026-10-25', low: -4, middle: 6, high: 8 }],
    },
    {
      report: 'o', state: 'ready', verdict: 'no_sign', mention: 'x', metric: 'visits', effect: null,
      window: { days: 1, from: '2026-10-24', to: '2026-10-24', look_on: '2026-10-26' },
      expected: [{ day: '2026-10-24', low: 6, middle: 7, high: 12 }],
    },
  ],
  cut: false,
  events: [{ id: 'n', name: 'Release', kind: 'release', from: '2026-10-25', to: '2026-10-26' }],
};

describe('the rows of a timeline', () => {
  const rows = rowsOf(autumn, true);
  it('are the days of the site, of 23, 24 or 25 hours', () => {
    expect(rows.map((r) => [r.day, (r.end - r.start) / 3600])).toEqual([['2026-10-24', 24], ['2026-10-25', 25], ['2026-10-26', 24]]);
    expect(boundsOf(rows)).toEqual({ from: at('2026-10-23T22:00:00Z'), to: at('2026-10-26T23:00:00Z') });
  });
  it('have the mentions of their own day', () => {
    expect(rows.map((r) => r.mentions.map((m) => m.id))).toEqual([['a'], ['b'], []]);
    expect(rowsOf(autumn, false).map((r) => [r.own, r.rivals, r.mentions.length])).toEqual([[1, 0, 1], [0, 0, 0], [2, 0, 0]]);
  });
  it('have the lowest and the highest of what reports expected, and nothing under 0', () => {
    expect(rows.map((r) => [r.low, r.high])).toEqual([[5, 12], [0, 8], [null, null]]);
  });
  it('expect nothing of a part of the visits', () => {
    expect(rowsOf({ ...autumn, metric: 'branded_clicks' }, true).map((r) => r.low)).toEqual([null, null, null]);
    expect(rowsOf({ ...autumn, channel: 'direct' }, true).map((r) => r.low)).toEqual([null, null, null]);
  });
  it('have the notes of all their days', () => {
    expect(rows.map((r) => r.events.length)).toEqual([0, 1, 1]);
    expect(rowsOf({ ...autumn, unit: 'week', points: [autumn.points[0]!] }, true)[0]).toMatchObject({ last: '2026-10-30', low: null, events: [{ id: 'n' }] });
  });
  it('are found by time', () => {
    expect(rows.map((r) => rowAt(rows, middle(r)))).toEqual([0, 1, 2]);
    expect([rowAt(rows, rows[0]!.start - 1), rowAt(rows, rows[2]!.end), rowAt([], 5)]).toEqual([-1, -1, -1]);
    expect(within(rows, { from: rows[1]!.start, to: rows[1]!.end }).map((r) => r.day)).toEqual(['2026-10-25']);
  });
  it('name the windows that stand out', () => {
    expect(outstanding(autumn, rows)).toEqual([{ report: 'r', from: rows[0]!.start, to: rows[1]!.end }]);
    expect(gapsOf(autumn)).toEqual([{ from: rows[1]!.start, to: rows[1]!.end }]);
  });
});

describe('markers', () => {
  const row = (start: number, own: number): Row => ({ start, end: start + 2, day: '', last: '', value: null, partial: false, low: null, high: null, own, rivals: 0, mentions: [], events: [] });
  it('that would lie on each other are one', () => {
    const rows = [row(0, 1), row(2, 0), row(4, 3), row(40, 1)];
    expect(markersOf(rows, (r) => r.own, (t) => t, 10)).toEqual([{ at: 4, count: 4 }, { at: 41, count: 1 }]);
    expect(markersOf(rows, (r) => r.own, (t) => t * 10, 10)).toHaveLength(3);
  });
  it('grow with what they stand for, to a limit', () => {
    expect(radius(1)).toBeLessThan(radius(9));
    expect(radius(10_000)).toBe(9);
  });
});
