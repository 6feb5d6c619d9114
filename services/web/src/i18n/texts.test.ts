import { expect, it } from 'vitest';
import { en } from './en';
import { nl } from './nl';

/** leaves are the paths of all texts. */
function leaves(x: object, path = ''): string[] {
  return Object.entries(x).flatMap(([k, v]) => (typeof v === 'object' && v !== null ? leaves(v as object, `${path}${k}.`) : [`${path}${k}`]));
}

it('has every text in both languages, none of them empty', () => {
  expect(leaves(nl).sort()).toEqual(leaves(en).sort());
  const empty = [en, nl].flatMap((m) => leaves(m).filter((path) => path.split('.').reduce<unknown>((o, k) => (o as Record<string, unknown>)[k], m) === ''));
  expect(empty).toEqual([]);
});
