import { describe, expect, it } from 'vitest';
import { en } from '../i18n/en';
import { nl } from '../i18n/nl';
import { firstLanguage } from '../i18n';
import type { Hit } from '../api/types';
import { place } from './place';
import { around, marks } from './quote';
import { ago, clock, spokenClock } from './time';

describe('clock', () => {
  it.each([[0, '0:00'], [761, '12:41'], [3723.9, '1:02:03'], [-3, '0:00']])('%s is %s', (s, want) => {
    expect(clock(s)).toBe(want);
  });
});

describe('ago', () => {
  const now = new Date('2026-11-23T12:00:00Z');
  it.each([
    ['2026-11-23T11:59:50Z', 'now', 'nu'],
    ['2026-11-23T11:20:00Z', '40 min', '40 min'],
    ['2026-11-23T02:00:00Z', '10 h', '10 u'],
    ['2026-11-22T08:00:00Z', 'yesterday', 'gisteren'],
    ['2026-03-03T08:00:00Z', '3 Mar', '3 mrt'],
  ])('%s', (at, english, dutch) => {
    expect(ago(at, now, en)).toBe(english);
    expect(ago(at, now, nl)).toBe(dutch);
  });
});

describe('marks', () => {
  it('marks each place', () => {
    expect(marks('Acme, not acme: Acme', 'Acme')).toEqual([
      { text: 'Acme', marked: true },
      { text: ', not acme: ', marked: false },
      { text: 'Acme', marked: true },
    ]);
  });
  it('takes signs as they are and loses nothing', () => {
    const text = 'C++ <b>is</b> C++.';
    expect(marks(text, 'C++').map((p) => p.text).join('')).toBe(text);
    expect(marks(text, '').length).toBe(1);
  });
});

describe('around', () => {
  it('leaves a quote that starts near the name', () => {
    expect(around('we moved to Acme', 'Acme')).toBe('we moved to Acme');
  });
  it('cuts between words, before the name', () => {
    const quote = 'word '.repeat(40) + 'then Acme came along';
    const short = around(quote, 'Acme');
    expect(short.startsWith('… word')).toBe(true);
    expect(short.endsWith('Acme came along')).toBe(true);
    expect(short.indexOf('Acme')).toBeLessThan(70);
  });
});

describe('firstLanguage', () => {
  it('follows the choice, then the browser, then English', () => {
    expect(firstLanguage('nl', ['en'])).toBe('nl');
    expect(firstLanguage(null, ['fr', 'nl-BE', 'en'])).toBe('nl');
    expect(firstLanguage('xx', ['fr'])).toBe('en');
  });
});

describe('place', () => {
  const hit = (field: string, second: number | null) => ({ field, second }) as Hit;
  it.each([
    [hit('text', 761), 'podcast', '12:41'],
    [hit('text', null), 'podcast', 'Spoken'],
    [hit('text', null), 'page', 'In the text'],
    [hit('title', null), 'page', 'In the title'],
  ])('%o of a %s', (h, kind, want) => expect(place(h, kind, en)).toBe(want));
});

it('says a time as a screen reader should', () => {
  expect([spokenClock(761, en), spokenClock(61.9, nl)]).toEqual(['12 minutes 41', '1 minuut 1']);
});
