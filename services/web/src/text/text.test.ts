import { describe, expect, it } from 'vitest';
import { en } from '../i18n/en';
import { nl } from '../i18n/nl';
import { firstLanguage } from '../i18n';
import type { Hit } from '../api/types';
import { place } from './place';
import { excerpt, marks, placeIn } from './quote';
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

describe('excerpt', () => {
  const text = (hit: { quote: string; surface: string; start: number }, before?: number) =>
    excerpt(hit, before).map((p) => (p.marked ? `[${p.text}]` : p.text)).join('');
  it('leaves a quote that starts near the name', () => {
    expect(text({ quote: 'we moved to Acme', surface: 'Acme', start: 12 }, 60)).toBe('we moved to [Acme]');
  });
  it('cuts between words, before the name', () => {
    const short = text({ quote: 'word '.repeat(40) + 'then Acme came along', surface: 'Acme', start: 205 }, 60);
    expect(short.startsWith('… word')).toBe(true);
    expect(short.endsWith('[Acme] came along')).toBe(true);
    expect(short.indexOf('Acme')).toBeLessThan(70);
  });
  it('marks each of two hits in one sentence by itself', () => {
    const quote = 'Acme is here, and Acme is there';
    expect(text({ quote, surface: 'Acme', start: 0 })).toBe('[Acme] is here, and Acme is there');
    expect(text({ quote, surface: 'Acme', start: 18 })).toBe('Acme is here, and [Acme] is there');
  });
  it('counts as the server does: letters from the beginning of a text, bytes in the middle of one', () => {
    const quote = '🎙 één Acme, twee Acme';
    expect([6, 17].map((start) => placeIn({ quote, surface: 'Acme', start }))).toEqual([7, 18]);
    // 110 bytes are before the hit, and the same words stand on both sides of it.
    const before = 'é'.repeat(40) + ' Acme ' + 'x'.repeat(23) + ' ';
    const middle = `… ${before}Acme and Acme …`;
    expect(new TextEncoder().encode(before).length).toBe(110);
    expect(placeIn({ quote: middle, surface: 'Acme', start: 5_000 })).toBe(2 + before.length);
  });
  it('takes a quote without the name as it is', () => {
    expect(text({ quote: 'nothing', surface: 'Acme', start: 0 }, 10)).toBe('nothing');
    expect(placeIn({ quote: 'nothing', surface: '', start: 0 })).toBe(-1);
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
