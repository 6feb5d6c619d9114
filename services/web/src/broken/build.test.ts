// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import source from '../../public/boot.js?raw';
import { answers, reasonFor } from './build';
import { couldNotLoad } from './lazyPage';

const index = (script: string) => `<!doctype html><head><script src="/boot.js"></script><script type="module" crossorigin src="${script}"></script></head>`;
const says = (body: string, status = 200) => () => Promise.resolve(new Response(body, { status }));
const silence = () => Promise.reject(new TypeError('Failed to fetch'));

describe('why a part is missing', () => {
  it.each([
    ['the server is stopped', silence, 'unreachable'],
    ['a proxy answers for it', says('Bad gateway', 502), 'unreachable'],
    ['the index names another build', says(index('/assets/index-new.js')), 'updated'],
    ['the index names the same build', says(index('/assets/index-own.js')), 'missing'],
    ['the answer is no index', says('{}'), 'missing'],
  ])('%s', async (_, ask, reason) => {
    expect(await reasonFor('/assets/index-own.js', ask)).toBe(reason);
  });

  it('asks whether the server is there before a reload', async () => {
    expect(await answers(says(''))).toBe(true);
    expect(await answers(says('', 502))).toBe(false);
    expect(await answers(silence)).toBe(false);
  });

  it.each([
    ['Failed to fetch dynamically imported module: http://x/assets/a.js', true],
    ['error loading dynamically imported module: http://x/assets/a.js', true],
    ['Importing a module script failed.', true],
    ["Cannot read properties of undefined (reading 'x')", false],
  ])('%s', (message, expected) => expect(couldNotLoad(new TypeError(message))).toBe(expected));
});

interface Fake {
  storage?: Storage | 'forbidden';
  navigation?: string;
}

/** boot runs boot.js in a window of its own and returns what it leaves, and how often it reloaded. */
function boot({ storage, navigation = 'navigate' }: Fake) {
  let reloads = 0;
  const fake = {
    get sessionStorage() {
      if (storage === 'forbidden') throw new DOMException('denied', 'SecurityError');
      return storage;
    },
    location: { reload: () => reloads++ },
    performance: { getEntriesByType: () => [{ type: navigation }] },
    addEventListener: () => {},
    namedrop: undefined as Window['namedrop'],
  };
  new Function('window', source)(fake);
  return { reloadOnce: fake.namedrop!.reloadOnce, reloads: () => reloads };
}

describe('a page reloads itself', () => {
  it('once for each build', () => {
    window.sessionStorage.clear();
    const first = boot({ storage: window.sessionStorage });
    expect(first.reloadOnce('a')).toBe(true);
    // The page that was loaded again starts afresh, and so does the one after it.
    const second = boot({ storage: window.sessionStorage, navigation: 'reload' });
    expect(second.reloadOnce('a')).toBe(false);
    expect(second.reloadOnce('b')).toBe(true);
    const third = boot({ storage: window.sessionStorage, navigation: 'reload' });
    expect(third.reloadOnce('a')).toBe(false);
    expect(third.reloadOnce('b')).toBe(false);
    expect(first.reloads() + second.reloads() + third.reloads()).toBe(2);
  });

  it('once where storage is forbidden', () => {
    expect(boot({ storage: 'forbidden' }).reloadOnce('a')).toBe(true);
    expect(boot({ storage: 'forbidden', navigation: 'reload' }).reloadOnce('a')).toBe(false);
  });

  it('whatever stands in the storage', () => {
    for (const text of ['{', '"a"', '{"a":1}', 'null']) {
      window.sessionStorage.setItem('namedrop-reloaded', text);
      expect(boot({ storage: window.sessionStorage }).reloadOnce('a')).toBe(true);
    }
  });
});
