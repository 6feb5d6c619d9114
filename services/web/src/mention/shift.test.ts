import { describe, expect, it } from 'vitest';
import type { Part } from '../api/types';
import { en } from '../i18n/en';
import { partState, whileUntried } from '../parts/words';
import { apart, shiftFor } from './shift';

const part = (more: Partial<Part>) => ({ part: 'speech', state: 'read', host: '', type: '', language: '', attempts: 1, next: '', error: '', code: '', params: {}, retry: true, progress: 0, seconds: 1800, ...more }) as Part;

describe('the file that is played and the one that was recognised', () => {
  it.each([
    ['are the same', [part({})], 1803.2, 0],
    ['differ by adverts', [part({})], 1831.4, 31],
    ['differ by adverts that are gone', [part({})], 1755, 45],
    ['are not compared before the length is known', [part({})], 0, 0],
    ['are not compared where nothing was recognised', [part({ part: 'transcript' })], 2000, 0],
    ['are not compared while it is recognised', [part({ state: 'pending' })], 2000, 0],
  ])('%s', (_, parts, measured, want) => expect(apart(parts, measured)).toBe(want));

  it('are moved to where the name was heard', () => {
    expect(shiftFor(776, 0, 761)).toBe(15); // 15 seconds later than it should be
    expect(shiftFor(761, 15, 761)).toBe(15); // once it is set, it stays
    expect(shiftFor(750.44, 0, 761)).toBe(-10.6);
  });
});

it('says how far the recognition is, and how long the recording was', () => {
  const busy = part({ state: 'pending', progress: 0.409, seconds: 0 });
  expect(partState(busy, en)).toBe('Being recognised: 40 %');
  expect(whileUntried({ parts: [busy] })).toBe(5000);
  expect(partState(part({ host: 'cdn.example' }), en)).toBe('Read: from cdn.example, a recording of 30:00');
  expect(whileUntried({ parts: [part({})] })).toBe(false);
});
