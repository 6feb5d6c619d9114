import { expect, it, vi } from 'vitest';
import { KeyLink, keyOf } from './keyLink';

it('knows a key from any other fragment', () => {
  for (const [hash, key] of [['', null], ['#content', null], ['#keys=a', null], ['#key=nd_key_a-b_c', 'nd_key_a-b_c'], ['#key=', ''], ['#key=%E0%A4%A', '']] as const) {
    expect(keyOf(hash), hash).toBe(key);
  }
});

it('takes the key out of the address at once, and hands it out once', () => {
  const link = new KeyLink();
  const replaceState = vi.fn();
  let told = 0;
  link.subscribe(() => told++);
  link.notice({ hash: '#content', pathname: '/inbox', search: '' } as Location, { state: 1, replaceState } as unknown as History);
  expect([link.waiting(), told, replaceState.mock.calls.length]).toEqual([false, 0, 0]);
  link.notice({ hash: '#key=k', pathname: '/inbox', search: '?brand=acme' } as Location, { state: 1, replaceState } as unknown as History);
  expect(replaceState.mock.calls).toEqual([[1, '', '/inbox?brand=acme']]);
  expect([link.waiting(), told, link.take(), link.take(), link.waiting()]).toEqual([true, 1, 'k', null, false]);
});
