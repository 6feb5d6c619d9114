import { describe, expect, it } from 'vitest';
import { addDays, dayIn, ends, parse, withChoice, zoomText } from './address';

const of = (text: string) => parse(new URLSearchParams(text));

describe('the address of the timeline', () => {
  it('has something for all that is left out', () => {
    expect(of('')).toEqual({ site: '', brand: [], metric: 'visits', channel: '', period: '90d', from: '', to: '', unit: 'day', rivals: true, zoom: null, table: false });
  });
  it('is read as it was written', () => {
    const v = of('site=s&brand=a,b,a&metric=branded_clicks&channel=direct&period=30d&unit=hour&rivals=no&view=table&zoom=2026-03-01T05,2026-03-02T05');
    expect(v).toMatchObject({ site: 's', brand: ['a', 'b'], metric: 'branded_clicks', channel: 'direct', period: '30d', unit: 'hour', rivals: false, table: true });
    expect(zoomText(v.zoom!)).toBe('2026-03-01T05,2026-03-02T05');
  });
  it('takes days of its own, and no others', () => {
    expect(of('from=2026-03-01&to=2026-03-09')).toMatchObject({ period: '', from: '2026-03-01', to: '2026-03-09' });
    expect(of('from=2026-03-01')).toMatchObject({ period: '', to: '' });
    for (const wrong of ['from=2026-13-01', 'from=soon', 'from=2026-03-09&to=2026-03-01', 'to=2026-03-01']) expect(of(wrong).period).toBe('90d');
  });
  it('is not zoomed by what is no time', () => {
    for (const wrong of ['zoom=a,b', 'zoom=2026-03-02T05,2026-03-01T05', 'zoom=2026-03-01T05', 'zoom=']) expect(of(wrong).zoom).toBeNull();
  });
  it('shows hours of no more than half a year', () => {
    expect(of('unit=hour&period=180d').unit).toBe('hour');
    expect(of('unit=hour&period=365d').unit).toBe('day');
    expect(of('unit=hour&from=2020-01-01&to=2021-01-01').unit).toBe('day');
    expect(of('unit=year').unit).toBe('day');
  });
  it('lets go of the zoom with the period', () => {
    expect(withChoice(new URLSearchParams('zoom=x&from=a&to=b&unit=day'), 'period', '30d').toString()).toBe('unit=day&period=30d');
    expect(withChoice(new URLSearchParams('zoom=x&channel=direct'), 'channel', '').toString()).toBe('zoom=x');
  });
});

describe('days', () => {
  it('are those of the site', () => {
    expect(dayIn(new Date('2026-03-01T23:30:00Z'), 'Europe/Amsterdam')).toBe('2026-03-02');
    expect(dayIn(new Date('2026-03-01T23:30:00Z'), 'No/Where')).toBe('2026-03-01');
    expect(ends({ period: '30d', from: '', to: '' }, 'UTC', new Date('2026-03-30T12:00:00Z'))).toEqual({ from: '2026-03-01', to: '' });
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
  });
});
