import { describe, expect, it } from 'vitest';
import { filmAddress, videoOf } from './film';

describe('a video on YouTube', () => {
  it.each([
    ['https://www.youtube.com/watch?v=aaaaaaaaaaa&t=5', 'aaaaaaaaaaa'],
    ['https://youtu.be/aaaaaaaaaaa', 'aaaaaaaaaaa'],
    ['https://www.youtube.com/@larkmeter', ''],
    ['https://youtube.com.evil.example/watch?v=aaaaaaaaaaa', ''],
    ['https://www.youtube.com/watch?v="><script>', ''],
    ['not an address', ''],
  ])('%s is %s', (address, id) => expect(videoOf(address)).toBe(id));
  it('starts at a whole second, never before the beginning', () => {
    expect(filmAddress('aaaaaaaaaaa', 75.9)).toContain('start=75&');
    expect(filmAddress('aaaaaaaaaaa', -1)).toContain('start=0&');
  });
});
