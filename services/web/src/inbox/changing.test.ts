import { expect, test } from 'vitest';
import { changing, readUnchanged } from './changing';

function answered<T>() {
  let answer!: (x: T) => void;
  const promise = new Promise<T>((done) => (answer = done));
  return { promise, answer };
}

test('what was read before a change here is read again', async () => {
  const [first, change] = [answered<string>(), answered<void>()];
  const answers = [first.promise, Promise.resolve('new')];
  const shown: string[] = [];
  const reading = readUnchanged('a', () => answers.shift()!, (x) => shown.push(x), 1);
  const changed = changing(['a'], () => change.promise);
  first.answer('confirmed');
  await new Promise((done) => setTimeout(done, 20));
  expect(shown).toEqual([]);
  change.answer();
  await changed;
  await reading;
  expect(shown).toEqual(['new']);
});

test('a change that began and ended meanwhile counts too, and one that failed', async () => {
  const first = answered<string>();
  const answers = [first.promise, Promise.resolve('now')];
  const shown: string[] = [];
  const reading = readUnchanged('b', () => answers.shift()!, (x) => shown.push(x), 1);
  await changing(['b'], () => Promise.reject(new Error('refused'))).catch(() => {});
  first.answer('then');
  await reading;
  expect(shown).toEqual(['now']);
});

test('other mentions wait for nothing', async () => {
  const shown: string[] = [];
  void changing(['c'], () => new Promise(() => {}));
  await readUnchanged('d', () => Promise.resolve('x'), (x) => shown.push(x));
  expect(shown).toEqual(['x']);
});
