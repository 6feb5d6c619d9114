import { expect, it } from 'vitest';
import { SessionState } from './sessionState';

it('reports an ended session once, and never after signing out', () => {
  const sessionState = new SessionState();
  let changes = 0;
  sessionState.subscribe(() => changes++);
  sessionState.set('expired');
  sessionState.set('expired'); // every request that was on its way gets a 401
  expect([sessionState.get(), changes]).toEqual(['expired', 1]);
  sessionState.set('in');
  sessionState.set('left');
  sessionState.set('expired');
  expect([sessionState.get(), changes]).toEqual(['left', 3]);
});
