import { expect, it } from 'vitest';
import { UndoStack } from './undo';

it('takes back the newest first and keeps fifty', async () => {
  const stack = new UndoStack();
  const back: number[] = [];
  for (let i = 0; i < 60; i++) stack.push({ label: `${i}`, undo: async () => back.push(i) });
  expect(stack.current()?.label).toBe('59');
  for (let d = stack.pop(); d; d = stack.pop()) await d.undo();
  expect(back.length).toBe(50);
  expect(back[0]).toBe(59);
  expect(back.at(-1)).toBe(10);
});

it('says a word without a way back', () => {
  const stack = new UndoStack();
  stack.fail('no');
  expect(stack.current()).toEqual({ label: 'no', failed: true });
  expect(stack.pop()).toBeUndefined();
});

it('forgets what was not done after all', () => {
  const stack = new UndoStack();
  const done = (label: string) => ({ label, undo: async () => {} });
  const [first, second] = [done('first'), done('second')];
  stack.push(first);
  stack.push(second);
  stack.drop(second);
  expect([stack.current(), stack.pop(), stack.pop()]).toEqual([null, first, undefined]);
});
