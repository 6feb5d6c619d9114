import { expect, it } from 'vitest';
import { en } from '../i18n/en';
import { nl } from '../i18n/nl';
import { because } from './because';

const reason = 'One mention fits: the answer names Ada and Omar, and the time fits (12 March) and it is the radio';
const reasons = [
  { code: 'people_named', params: { people: ['Ada', 'Omar'] } },
  { code: 'day', params: { day: 12, month: 3 } },
  { code: 'place', params: { place: 'radio' } },
];

it('says why in the language of the desk', () => {
  expect(because(en, { reason, reasons })).toBe(`${reason}.`);
  expect(because(nl, { reason, reasons })).toBe('Eén vermelding past: het antwoord noemt Ada en Omar, en de tijd klopt (12 maart) en het is de radio.');
  expect(because(nl, { reason, reasons: [{ code: 'show_named', params: { show: 'Paths' } }, { code: 'weekday', params: { weekday: 1 } }] })).toMatch(/noemt Paths, en de tijd klopt \(maandag\)/);
});

it('falls back to the server\'s words where a code is unknown, or nothing came', () => {
  for (const unknown of [[], [{ code: 'newer' }], [reasons[0]!, { code: 'newer' }], [{ code: 'elsewhere', params: { place: 'moon' } }]]) {
    expect(because(nl, { reason, reasons: unknown })).toBe(`${reason}.`);
  }
});
