import { expect, it } from 'vitest';
import { speakersOf, withSpeaker } from './speakers';

it('narrows to one speaker, to several, and to none', () => {
  let q = withSpeaker('larkmeter', 'Ann Lee');
  expect(q).toBe('larkmeter speaker:"Ann Lee"');
  q = withSpeaker(q, 'Bo');
  expect(q).toBe('larkmeter speaker:("Ann Lee" OR Bo)');
  expect(speakersOf(q)).toEqual(['Ann Lee', 'Bo']);
  expect(withSpeaker(q, 'ann lee')).toBe('larkmeter speaker:Bo');
  expect(withSpeaker('speaker:bo larkmeter', 'Bo')).toBe('larkmeter');
});

it('reads what people type', () => {
  expect(speakersOf('speaker:ann,bo x')).toEqual(['ann', 'bo']);
  expect(speakersOf('loudspeaker:ann')).toEqual([]);
  expect(withSpeaker('', 'Dwayne "The Rock"')).toBe('speaker:"Dwayne The Rock"');
});
