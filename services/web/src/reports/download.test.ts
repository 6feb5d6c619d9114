// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import type { ReportRow } from '../api/reports';
import { rowsAsCSV, standalone } from './download';
import { lastMonths, parse, withFilter } from './filters';

describe('what is taken along', () => {
  it('is a table with empty cells for what is not known', () => {
    const row: ReportRow = { day: '2026-03-03', observed: 12, middle: null, low95: 0, high95: 20.5, low80: null, high80: null, low50: null, high50: null, window: true };
    expect(rowsAsCSV([row])).toBe('day,observed,middle,low95,high95,low80,high80,low50,high50,window\n2026-03-03,12,,0,20.5,,,,,true\n');
  });

  it('is a picture that needs no style sheet, with its title as text and without the cursor', () => {
    const space = document.createElement('div');
    space.innerHTML = '<svg viewBox="0 0 300 100" class="a" tabindex="0"><path fill="var(--effect)"/><line data-cursor=""/></svg>';
    const svg = standalone(space.querySelector('svg')!, '<b>A & B</b>', (name) => (name === '--effect' ? '#8f2388' : '#000000'));
    expect(svg).toContain('#8f2388');
    expect(svg).toContain('&lt;b&gt;A &amp; B&lt;/b&gt;');
    expect(svg).toContain('viewBox="0 -28 300 128"');
    expect(svg).not.toMatch(/var\(|data-cursor|tabindex|class=/);
    expect(space.querySelector('[data-cursor]')).not.toBeNull();
  });
});

describe('the filters of reports', () => {
  it('are read from the address, without what is not a month', () => {
    expect(parse(new URLSearchParams('brand=a,b,a&verdict=likely&month=2026-11'))).toEqual({ brand: ['a', 'b'], verdict: ['likely'], month: '2026-11' });
    expect(parse(new URLSearchParams('month=2026-13'))).toEqual({ brand: [], verdict: [], month: '' });
  });
  it('are set and taken out', () => {
    expect(withFilter(new URLSearchParams('brand=a'), 'month', '2026-11').toString()).toBe('brand=a&month=2026-11');
    expect(withFilter(new URLSearchParams('brand=a'), 'brand', '').toString()).toBe('');
  });
  it('offer the last months, over the turn of a year', () => expect(lastMonths(new Date(2026, 1, 28), 3)).toEqual(['2026-02', '2026-01', '2025-12']));
});
