import { expect, it } from 'vitest';
import { matching, type Goal } from './goals';

const goal = (kind: Goal['kind'], name: string): Goal => ({ kind, name, to: `/${name}`, icon: () => null });
const all = [
  goal('pages', 'Inbox'), goal('pages', 'Sources'), goal('brands', 'Café Larkmeter'), goal('brands', 'Source Lab'), goal('sources', 'The Open Source Show'),
  ...Array.from({ length: 9 }, (_, i) => goal('sources', `Weekly ${i}`)),
];
const names = (typed: string) => matching(all, typed).map((g) => g.name);

it('shows the pages before anything is typed', () => expect(names(' ')).toEqual(['Inbox', 'Sources']));

it('puts names that begin so first, then words that do', () => {
  expect(names('sou')).toEqual(['Sources', 'Source Lab', 'The Open Source Show']);
  expect(names('show open')).toEqual(['The Open Source Show']);
  expect(names('cafe')).toEqual(['Café Larkmeter']);
  expect(names('box')).toEqual(['Inbox']);
  expect(names('zebra')).toEqual([]);
});

it('shows a few of each kind', () => expect(names('weekly').length).toBe(6));
