import { expect, it } from 'vitest';
import type { Clause } from '../api/generated/types.gen';
import { en } from '../i18n/en';
import { nl } from '../i18n/nl';
import { phraseClause } from './phrase';

const word = (text: string): Clause => ({ code: 'word_forms', text });

it.each<[Clause, string, string]>([
  [{ code: 'everything' }, 'everything', 'alles'],
  [{ code: 'all', parts: [word('acme'), { code: 'not', parts: [word('hiring')] }] }, '“acme” in any form and not “hiring” in any form', '“acme” in elke vorm en niet “hiring” in elke vorm'],
  [
    { code: 'all', parts: [{ code: 'any', parts: [{ code: 'word', text: 'a1' }, { code: 'word', text: 'b1' }] }, { code: 'field', field: 'lang', values: ['nl'] }] },
    '(“a1” or “b1”) and in Dutch',
    '(“a1” of “b1”) en in het Nederlands',
  ],
  [{ code: 'near_ordered', n: 5, parts: [word('acme'), { code: 'phrase', text: 'moved to' }] }, '“acme” in any form followed within 5 words by the phrase “moved to”', '“acme” in elke vorm, binnen 5 woorden gevolgd door de woordgroep “moved to”'],
  [{ code: 'published', from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' }, 'published from 1 November 2026 to 30 November 2026', 'gepubliceerd van 1 november 2026 tot en met 30 november 2026'],
  [{ code: 'published', from: '2026-11-23T00:00:00Z', to: '2026-11-24T00:00:00Z' }, 'published on 23 November 2026', 'gepubliceerd op 23 november 2026'],
  [{ code: 'mention', values: ['acme'], types: ['sponsor'], low: 0.5, high: 1 }, 'a mention (sponsor) of acme with a confidence of 0.5 to 1', 'een vermelding (sponsor) van acme met een zekerheid van 0.5 tot 1'],
  [{ code: 'similar', text: 'akme', n: 1 }, 'words like “akme” (1 letter may differ)', 'woorden als “akme” (1 letter verschil)'],
])('phrases %j', (clause, english, dutch) => {
  expect(phraseClause(clause, en)).toBe(english);
  expect(phraseClause(clause, nl)).toBe(dutch);
});
