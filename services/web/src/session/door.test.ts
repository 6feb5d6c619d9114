import { expect, it } from 'vitest';
import { Door } from './door';

it('tells once of a session that ended, and not to who left', () => {
  const door = new Door();
  let told = 0;
  door.subscribe(() => told++);
  door.set('expired');
  door.set('expired'); // every request under way says so
  expect([door.get(), told]).toEqual(['expired', 1]);
  door.set('in');
  door.set('left');
  door.set('expired');
  expect([door.get(), told]).toEqual(['left', 3]);
});
