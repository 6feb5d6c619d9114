import { expect, it } from 'vitest';
import type { Hit } from '../api/types';
import { en } from '../i18n/en';
import { nl } from '../i18n/nl';
import { hitReasons } from './reasons';

const reasons = [
  { code: 'name_dictionary_word' },
  { code: 'in_title' },
  { code: 'context_word', params: { word: 'CRM' } },
  { code: 'verb', against: true },
];
const hit = (more: object) => ({ reason: 'the words of the server', reasons, ...more }) as Hit;

it('says why a hit counts in the language of the user', () => {
  expect(hitReasons(hit({}), en)).toBe(
    'The name, also a dictionary word; the title names it; “CRM” is near. Against: used as a verb',
  );
  expect(hitReasons(hit({}), nl)).toBe(
    'De naam, ook een woord uit het woordenboek; staat in de titel; “CRM” staat in de buurt. Ertegen: gebruikt als werkwoord',
  );
});

it('shows the words of the server for hits without codes and for codes that it lacks', () => {
  expect(hitReasons(hit({ reasons: [] }), nl)).toBe('The words of the server');
  expect(hitReasons(hit({ reasons: [...reasons, { code: 'made_up' }] }), nl)).toBe('The words of the server');
});
