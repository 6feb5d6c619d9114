import { expect, it } from 'vitest';
import type { Source } from '../api/types';
import { narrow } from './narrow';

const source = (name: string, health: string, paused = false) => ({ name, url: `https://${name}.example`, health, paused }) as Source;
const all = [source('Beta', 'healthy'), source('alfa', 'waiting'), source('Zulu', 'gone'), source('Yank', 'broken', true)];

it('puts those in trouble first', () => {
  expect(narrow(all, '', 'all').map((s) => s.name)).toEqual(['Zulu', 'alfa', 'Beta', 'Yank']);
  expect(narrow(all, '', 'trouble').map((s) => s.name)).toEqual(['Zulu']);
});

it('finds words of the name and the address', () => {
  expect(narrow(all, 'ALF example', 'all').map((s) => s.name)).toEqual(['alfa']);
  expect(narrow(all, 'nothing', 'all')).toEqual([]);
});
