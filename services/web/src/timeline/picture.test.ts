// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { en } from '../i18n/en';
import { standalone } from '../reports/download';
import { below, highest, laneY, leftOf, ticksTo } from './layout';
import { picture } from './picture';
import type { Row } from './rows';

const day = 86_400;
const row = (i: number, more: Partial<Row> = {}): Row => ({
  start: i * day, end: (i + 1) * day, day: '1970-01-01', last: '1970-01-01', value: 10 * i, partial: false, low: null, high: null, own: 0, rivals: 0, mentions: [], events: [], ...more,
});
const note: Row['events'][number] = { id: 'n', name: '<b>Release</b>', kind: 'release', from: '1970-01-03', to: '1970-01-04' };
const rows = [row(0), row(1, { own: 2, low: 3, high: 14 }), row(2, { rivals: 1, low: 3, high: 14 }), row(3, { value: null, events: [note] }), row(4, { partial: true, events: [note] })];
const drawn = (list: Row[]) => picture(list, { from: 0, to: 5 * day }, [{ from: 3 * day, to: 4 * day }], [{ report: 'r', from: day, to: 3 * day }], 'UTC', en);
const draw = (list: Row[]) => standalone(drawn(list), 'Visits', () => '#123456');

describe('the picture of a timeline', () => {
  it('has all that the chart has, and needs no style sheet', () => {
    const text = draw(rows);
    expect(text).not.toMatch(/var\(|NaN|undefined|Infinity/);
    expect(text).toContain('&lt;b&gt;Release&lt;/b&gt;');
    const read = drawn(rows);
    expect(read.querySelectorAll('g > circle')).toHaveLength(2); // what is partial, and our mentions
    expect([...read.querySelectorAll('g > rect')].map((r) => r.getAttribute('fill'))).toEqual(['url(#gap)', 'var(--effect)']);
    expect(read.querySelectorAll('title')).toHaveLength(1); // a note of two days is one
    // All that is drawn is named, in two rows.
    const words = Object.values(en.timeline.legend);
    expect([...read.querySelectorAll('text')].map((t) => t.textContent).filter((t) => words.includes(t!))).toHaveLength(words.length);
    expect(read.getAttribute('viewBox')).toBe('0 0 960 468');
  });
  it('is drawn of nothing too', () => {
    expect(draw([])).not.toMatch(/NaN|undefined/);
    expect(draw([row(0, { value: null })])).not.toMatch(/NaN|undefined/);
  });
});

describe('the axis', () => {
  it('ends at a round number, and names whole ones', () => {
    expect([highest([null]), highest([7]), highest([870])]).toEqual([1, 8, 1000]);
    expect(ticksTo(1)).toEqual([0, 1]);
    expect(ticksTo(1000)).toEqual([0, 200, 400, 600, 800, 1000]);
    expect(leftOf([row(0, { value: 123_456 })], 'en-GB')).toBeGreaterThan(leftOf([row(0, { value: 9 })], 'en-GB'));
  });
  it('leaves the lanes their room under 0', () => {
    const height = 360;
    const [low, high] = [below(100, height), 100];
    expect(((0 - low) / (high - low)) * height).toBeCloseTo(60);
    expect([laneY('own'), laneY('rivals'), laneY('events')]).toEqual([50, 30, 10]);
  });
});
