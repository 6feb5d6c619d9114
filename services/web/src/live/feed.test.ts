import { expect, it } from 'vitest';
import { LiveFeed, mentionOf } from './feed';

it('reads which mention an event is about', () => {
  expect(mentionOf('{"type":"namedrop.mention.amended.v1","data":{"mention":"abc"}}')).toBe('abc');
  expect(['', '{', '{"data":{}}', '{"data":{"mention":3}}', undefined].map(mentionOf)).toEqual(['', '', '', '', '']);
});

it('forgets what was seen', () => {
  const feed = new LiveFeed();
  let told = 0;
  const stop = feed.subscribe(() => told++);
  feed.seen();
  stop();
  feed.seen();
  expect(told).toBe(1);
  expect(feed.get()).toEqual({ connected: false, fresh: 0, missed: false, lost: null });
});
