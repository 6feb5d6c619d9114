import { beforeEach, describe, expect, it, vi } from 'vitest';
import { filmAddress, filmNews, videoOf } from './film';

beforeEach(() => vi.stubGlobal('location', { origin: 'http://127.0.0.1:8090' }));

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

describe('what the player of a video tells', () => {
  it.each<[unknown, ReturnType<typeof filmNews>]>([
    ['{"event":"onReady","info":null}', {}],
    ['{"event":"infoDelivery","info":{"currentTime":75.4,"duration":2400,"playerState":1,"playbackRate":1.5}}', { at: 75.4, measured: 2400, playing: true, speed: 1.5 }],
    ['{"event":"infoDelivery","info":{"playerState":2}}', { playing: false }],
    ['{"event":"infoDelivery","info":{"currentTime":"75","duration":-1,"playbackRate":1e999}}', {}],
    ['{"event":"infoDelivery","info":[]}', {}],
    ['[]', null],
    ['null', null],
    ['not JSON', null],
    [{ event: 'infoDelivery' }, null],
  ])('%s', (data, news) => expect(filmNews(data)).toEqual(news));
});
