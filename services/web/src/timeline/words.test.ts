import { describe, expect, it } from 'vitest';
import { en } from '../i18n/en';
import { nl } from '../i18n/nl';
import type { Row } from './rows';
import { axisLabels, channelName, spoken, whenOf } from './words';

const at = (text: string) => Date.parse(text) / 1000;
const row = (more: Partial<Row>): Row => ({
  start: at('2026-10-24T22:00:00Z'), end: at('2026-10-25T23:00:00Z'), day: '2026-10-25', last: '2026-10-25', value: 1234, partial: false, low: null, high: null,
  own: 0, rivals: 0, mentions: [], events: [], ...more,
});
const say = (more: Partial<Row>, m = en) => spoken(row(more), 'day', 'Europe/Amsterdam', 'visits', m);

describe('a row in words', () => {
  it('says what was counted, expected and published', () => {
    expect(say({})).toBe('25 Oct 2026: 1,234 visits; no mentions.');
    expect(say({ low: 900, high: 1100.4, own: 1, rivals: 2 })).toBe('25 Oct 2026: 1,234 visits; 900 to 1,100 expected; 1 mention and 2 of competitors.');
    expect(say({ rivals: 1 })).toBe('25 Oct 2026: 1,234 visits; 1 mention of competitors.');
    expect(say({ own: 2 }, nl)).toBe('25 okt 2026: 1.234 bezoeken; 2 vermeldingen.');
  });
  it('does not take what is unknown for 0', () => {
    expect(say({ value: null })).toBe('25 Oct 2026: not counted; no mentions.');
    expect(say({ value: 0 })).toBe('25 Oct 2026: 0 visits; no mentions.');
    expect(say({ value: 7, partial: true })).toBe('25 Oct 2026: 7 (not complete) visits; no mentions.');
  });
  it('names notes and holidays', () => {
    const events: Row['events'] = [{ id: 'n', name: 'Release 4.', kind: 'release', from: '', to: '' }, { name: 'Christmas', kind: 'holiday', from: '', to: '' }];
    expect(say({ events })).toMatch(/ no mentions\. Release 4\. Christmas \(public holiday\)\.$/);
  });
});

describe('times', () => {
  it('tell the hour that comes twice apart', () => {
    const hour = (text: string) => whenOf(row({ start: at(text) }), 'hour', 'Europe/Amsterdam', en);
    expect(hour('2026-10-24T22:00:00Z')).toBe('25 Oct 2026, 00:00');
    expect(hour('2026-10-25T00:00:00Z')).toMatch(/02:00.*(CEST|GMT\+2)/);
    expect(hour('2026-10-25T01:00:00Z')).toMatch(/02:00.*(CET|GMT\+1)/);
    expect(whenOf(row({ day: '2026-10-19' }), 'week', 'UTC', en)).toBe('19 Oct to 25 Oct 2026');
    expect(whenOf(row({}), 'hour', 'No/Where', en)).not.toBe('');
  });
  it('are named on the axis by what changes', () => {
    expect(axisLabels([at('2026-10-24T22:00:00Z'), at('2026-10-25T05:00:00Z')], 21_600, 'Europe/Amsterdam', en)).toEqual(['25 Oct', '06:00']);
    expect(axisLabels([at('2026-12-25T12:00:00Z'), at('2027-01-01T12:00:00Z')], 7 * 86_400, 'UTC', en)).toEqual(['25 Dec', '1 Jan 2027']);
    expect(axisLabels([at('2026-12-01T12:00:00Z'), at('2027-01-01T12:00:00Z')], 30 * 86_400, 'UTC', nl)).toEqual(['dec 2026', 'jan 2027']);
  });
});

describe('channels', () => {
  it('have names, or are written as they came', () => {
    expect([channelName('organic_search', en), channelName('partner_mail', en), channelName('referral', nl)]).toEqual(['Organic search', 'Partner mail', 'Verwijzing']);
  });
});
