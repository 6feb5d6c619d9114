import { describe, expect, it } from 'vitest';
import { meaningOf, metricName, readMapping, referenceOf, withMeaning, writtenMapping } from './fileMapping';

const names = ['Datum', 'Bezoeken', 'datum', 'Kanaal'];

describe('a mapping', () => {
  it('is read and written without loss', () => {
    const visits = { time: 'Datum', metrics: { visits: 'Bezoeken', orders: '3' }, channel: 'Kanaal', hosts: [], zone: 'Europe/Amsterdam', dates: '03-04-2026 (day first)', decimal_comma: true };
    const read = readMapping(visits);
    expect(read.columns).toEqual({ time: 'Datum', channel: 'Kanaal', 'metric:visits': 'Bezoeken', 'metric:orders': '3' });
    expect(writtenMapping('visits', read)).toEqual({ ...visits, span: undefined });
    const leads = { time: 'Datum', answer: 'Kanaal', decimal_comma: false };
    expect(JSON.parse(JSON.stringify(writtenMapping('leads', readMapping(leads))))).toEqual(leads);
  });

  it('names a column whose name another has too by its number', () => {
    expect(referenceOf(names, 0)).toBe('Datum');
    expect(referenceOf(names, 2)).toBe('3');
    expect(meaningOf(names, { time: '3' }, 2)).toBe('time');
    expect(meaningOf(names, { time: 'Datum' }, 2)).toBe('');
  });

  it('gives a meaning to one column at a time', () => {
    const before = { time: 'Datum', 'metric:visits': 'Bezoeken' };
    expect(withMeaning(names, before, 3, 'metric:visits')).toEqual({ time: 'Datum', 'metric:visits': 'Kanaal' });
    expect(withMeaning(names, before, 1, '')).toEqual({ time: 'Datum' });
    expect(withMeaning(names, before, 1, 'channel')).toEqual({ time: 'Datum', channel: 'Bezoeken' });
  });

  it('names a metric after its column as the server does', () => {
    expect(metricName('Bounce rate (%)')).toBe('bounce_rate');
    expect(metricName('Ümsätze 2')).toBe('ümsätze_2');
    expect(metricName('#')).toBe('number');
  });
});
