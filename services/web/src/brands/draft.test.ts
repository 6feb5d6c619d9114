import { expect, it } from 'vitest';
import type { Brand } from '../api/types';
import { emptyBrand, has, newBrand, withoutWord, withWord } from './draft';

it('takes the first brand for the own one, and a later one for its competitor', () => {
  const own = { id: 'larkmeter', own: true } as Brand;
  const rival = { id: 'quillroute', own: false } as Brand;
  expect(newBrand('Acme', [])).toEqual({ ...emptyBrand, name: 'Acme' });
  expect(newBrand('Acme', [rival]).own).toBe(true);
  expect(newBrand('Acme', [rival, own])).toMatchObject({ own: false, competesWith: 'larkmeter' });
});

it('adds a word once, and takes it away again', () => {
  const once = withWord(emptyBrand, 'context', 'Payroll');
  expect(withWord(once, 'context', 'payroll')).toBe(once);
  expect(has(once, 'context', 'PAYROLL')).toBe(true);
  expect(withoutWord(once, 'context', 'payroll')).toEqual(emptyBrand);
});
