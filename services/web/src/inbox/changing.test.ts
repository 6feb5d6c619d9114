import { expect, test } from 'vitest';
import { changing, reading, readUnchanged } from './changing';

function answered<T>() {
  let answer!: (x: T) => void;
  const promise = new Promise<T>((done) => (answer = done));
  return { promise, answer };
}

const none = () => ({});

test('what was read before a change here is read again', async () => {
  const [first, change] = [answered<string>(), answered<void>()];
  const answers = [first.promise, Promise.resolve('new')];
  const shown: string[] = [];
  const reading = readUnchanged('a', () => answers.shift()!, (x) => shown.push(x), 1);
  const changed = changing(['a'], none, () => change.promise);
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
  await changing(['b'], none, () => Promise.reject(new Error('refused'))).catch(() => {});
  first.answer('then');
  await reading;
  expect(shown).toEqual(['now']);
});

test('other mentions wait for nothing', async () => {
  const shown: string[] = [];
  void changing(['c'], none, () => new Promise(() => {}));
  await readUnchanged('d', () => Promise.resolve('x'), (x) => shown.push(x));
  expect(shown).toEqual(['x']);
});

test('a list that was asked for before a change shows the change', async () => {
  const change = answered<void>();
  const own = reading();
  const changed = changing(['e'], () => ({ state: 'dismissed' }), () => change.promise);
  const during = reading();
  change.answer();
  await changed;
  for (const shows of [own, during]) expect(shows({ id: 'e', state: 'new' })).toEqual({ id: 'e', state: 'dismissed' });
  expect(own({ id: 'f', state: 'new' })).toEqual({ id: 'f', state: 'new' });
  expect(reading()({ id: 'e', state: 'confirmed' })).toEqual({ id: 'e', state: 'confirmed' }); // a colleague's, later
});

test('a change that was refused is shown nowhere', async () => {
  const own = reading();
  await changing(['g'], () => ({ state: 'dismissed' }), () => Promise.reject(new Error('refused'))).catch(() => {});
  expect(own({ id: 'g', state: 'new' })).toEqual({ id: 'g', state: 'new' });
});
