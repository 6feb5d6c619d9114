import { expect, it } from 'vitest';
import { reportOf } from './reportOf';

const about = {
  components: '\n    at SourcesPage\n    at Pages',
  language: 'nl',
  build: '/assets/index-abc.js',
  at: new Date(0),
  address: { pathname: '/sources', search: '?q=acme', hash: '#key=secret' },
  browser: 'A browser',
  width: 390,
  height: 844,
};

it('holds what helps to find the fault', () => {
  const text = reportOf({ ...about, error: new TypeError('x is undefined', { cause: new Error('deeper') }) });
  for (const part of ['1970-01-01T00:00:00.000Z', '/sources?q=acme', 'index-abc.js', 'A browser', '390 x 844', 'TypeError: x is undefined', 'Cause:    Error: deeper', 'at SourcesPage', 'reportOf.test.ts']) {
    expect(text).toContain(part);
  }
});

it('leaves out the fragment, which may hold a key', () => expect(reportOf({ ...about, error: new Error('x') })).not.toContain('secret'));

it('takes whatever was thrown', () => {
  const endless = new Error('round');
  endless.cause = endless;
  for (const error of [null, undefined, 'a word', 7, { toString: () => { throw new Error('no'); } }, Object.create(null), endless]) {
    expect(reportOf({ ...about, error })).toContain('Error:');
  }
});

it('is cut where it is too long to send', () => expect(reportOf({ ...about, error: new Error('x'.repeat(50_000)) }).length).toBeLessThan(13_000));
