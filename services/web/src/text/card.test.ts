import { describe, expect, it } from 'vitest';
import type { Doc, Hit, Mention } from '../api/types';
import { en } from '../i18n/en';
import { nl } from '../i18n/nl';
import { cardOf, quoteOf, reachable } from './card';
import { sentencesAround } from './sentences';

const around = (text: string, name: string, language = 'en') => {
  const from = text.indexOf(name);
  return sentencesAround(text, { from, to: from + name.length }, language);
};

describe('whole sentences', () => {
  it.each([
    ['the one with the name', 'It rained. After a long winter the whole team moved to Acme and stayed. Then came spring.', 'After a long winter the whole team moved to Acme and stayed.'],
    ['with a short one, what was said before', 'What do you use all day for your reports? Acme.', 'What do you use all day for your reports? Acme.'],
    ['not cut at a title', 'We heard it first from Mr. Brandt of Acme, who had tried all of them. Later we did.', 'We heard it first from Mr. Brandt of Acme, who had tried all of them.'],
    ['in one line', 'A heading\nOver here we moved  every single report to Acme last year.\nMore', 'Over here we moved every single report to Acme last year.'],
  ])('%s', (_, text, want) => expect(around(text, 'Acme')).toBe(want));

  it('cuts between words where speech has no full stop', () => {
    const text = 'so '.repeat(300) + 'we moved to Acme ' + 'and so '.repeat(300);
    const quote = around(text, 'Acme');
    expect(quote).toMatch(/^… so .*we moved to Acme .*(and|so) …$/);
    expect(quote.length).toBeLessThan(420);
    expect(around('x'.repeat(5000) + 'Acme' + 'y'.repeat(5000), 'Acme')).toBe('… Acme …');
  });

  it('takes a language that is none', () => expect(around('We moved every report over to Acme. Bye.', 'Acme', 'q!')).toBe('We moved every report over to Acme.'));
});

const hit = (more: Partial<Hit>) => ({ field: 'text', second: null, speaker: '', quote: '… moved to Acme and …', surface: 'Acme', start: 0, end: 4, link: 'https://show.example/88.mp3#t=761', ...more }) as Hit;
const doc = (more: Partial<Doc>) => ({ title: '', notes: '', text: '', cues: [], language: 'en', shift: 0, ...more }) as Doc;

describe('the quote', () => {
  const cues = [
    { start: 0, end: 4, speaker: 'Ann', text: 'How was it?' },
    { start: 4, end: 9, speaker: 'Bob', text: '🎙 In the end all of us here' },
    { start: 9, end: 12, speaker: 'Bob', text: 'moved to Acme and stayed' },
    { start: 12, end: 15, speaker: 'Ann', text: 'and the others went home.' },
  ];
  const start = [...'How was it? 🎙 In the end all of us here moved to '].length;

  it('is what one speaker says, over several cues', () => {
    expect(quoteOf(hit({ start }), doc({ cues }))).toBe('🎙 In the end all of us here moved to Acme and stayed');
  });
  it('is the old one where the text is another now, or not there', () => {
    expect(quoteOf(hit({ start: start + 1 }), doc({ cues }))).toBe('… moved to Acme and …');
    expect(quoteOf(hit({ start }), undefined)).toBe('… moved to Acme and …');
  });
  it('comes from the notes too', () => {
    const notes = 'Thanks to all of our guests. Acme paid for the coffee and the chairs this week. Bye.';
    expect(quoteOf(hit({ field: 'notes', start: notes.indexOf('Acme') }), doc({ notes }))).toBe('Acme paid for the coffee and the chairs this week.');
  });
});

describe('the card', () => {
  const x = (h: Hit, d: object = {}) =>
    ({ id: 'abc', best: 0, hits: [h], document: { kind: 'podcast', title: 'Switching', author: 'Show Ltd', source: 'The Show', url: 'https://show.example/88', published: '2026-03-03T08:00:00Z', undated: false, ...d } }) as Mention;

  it('names speaker, show, episode, date and second, then the way there', () => {
    expect(cardOf(x(hit({ second: 761.4, speaker: 'Bob' })), undefined, 'http://127.0.0.1:8090', en)).toBe(
      '“… moved to Acme and …”\n— Bob, The Show, “Switching”, 3 March 2026, 12:41\nhttps://show.example/88.mp3#t=761',
    );
  });
  it('ends with the desk where others reach it, in the language of the reader', () => {
    expect(cardOf(x(hit({ second: 761.4 })), undefined, 'https://desk.example/', nl)).toBe(
      '“… moved to Acme and …”\n— The Show, “Switching”, 3 maart 2026, 12:41\nhttps://show.example/88.mp3#t=761\nhttps://desk.example/mentions/abc?t=761',
    );
  });
  it('says about where the time is, if adverts shift it', () => {
    expect(cardOf(x(hit({ second: 761.4 })), doc({ shift: 12 }), '', en)).toContain(', about 12:41\n');
    expect(cardOf(x(hit({ second: 761.4 })), doc({ shift: -12 }), '', nl)).toContain(', rond 12:41\n');
    expect(cardOf(x(hit({ second: 761.4 })), doc({ shift: 0 }), '', en)).toContain(', 12:41\n');
  });
  it('says nothing that nobody knows', () => {
    const post = { kind: 'post', title: 'moved to Acme and…', author: '@ada', source: '@ada', undated: true };
    expect(cardOf(x(hit({ link: '' }), post), undefined, '', en)).toBe('“… moved to Acme and …”\n— @ada\nhttps://show.example/88');
  });
});

it.each([
  ['https://desk.example', true],
  ['http://192.168.1.4:8090', true],
  ['http://127.0.0.1:8090', false],
  ['http://localhost:8090', false],
  ['http://[::1]:8090', false],
  ['http://0.0.0.0:8090', false],
  ['', false],
  ['javascript:alert(1)', false],
])('%s leads to the desk from elsewhere: %s', (address, want) => expect(reachable(address)).toBe(want));
