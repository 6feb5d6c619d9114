import { expect, test } from 'vitest';
import type { SourceType } from '../api/types';
import { filled, startOf, worded } from './fields';

const field = { required: false, help: '', example: '', default: '', choices: [] };
const rumour: SourceType = {
  type: 'rumour', name: 'Village rumours', summary: 'What is said.', limits: '', addable: true,
  fields: [
    { ...field, name: 'query', kind: 'text', label: 'Words', required: true },
    { ...field, name: 'village', kind: 'choice', label: 'Village', default: 'north', choices: [{ value: 'north', label: 'North' }] },
    { ...field, name: 'passphrase', kind: 'secret', label: 'Passphrase' },
  ],
};

test('a form is made of what the type says of itself', () => {
  expect(startOf(rumour)).toEqual({ query: '', village: 'north', passphrase: '' });
  expect(filled(rumour, { query: ' larkmeter ', village: 'north', passphrase: 'sesame' })).toEqual({
    type: 'rumour', query: 'larkmeter', settings: { village: 'north' }, secret: 'sesame',
  });
  expect(filled(rumour, { query: 'larkmeter', village: '', passphrase: '' })).toEqual({ type: 'rumour', query: 'larkmeter' });
});

test('a type without words of the desk has those of the server', () => {
  expect(worded(rumour, undefined)).toEqual(rumour);
  const dutch = worded(rumour, { name: 'Dorpsroddels', fields: { village: { label: 'Dorp', choices: { north: 'Noord' } } } });
  expect(dutch.name).toBe('Dorpsroddels');
  expect(dutch.summary).toBe('What is said.');
  expect(dutch.fields.map((f) => f.label)).toEqual(['Words', 'Dorp', 'Passphrase']);
  expect(dutch.fields[1]!.choices).toEqual([{ value: 'north', label: 'Noord' }]);
});
