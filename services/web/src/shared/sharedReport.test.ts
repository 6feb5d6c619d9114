import { afterEach, describe, expect, it, vi } from 'vitest';
import { fromShared, NotShared, sharedReport } from './sharedReport';

const shared = {
  id: 'r', revision: 2, state: 'ready', verdict: 'likely', brand: { name: 'Acme', own: true }, revised: '2026-11-20T10:00:00Z', expires: '2026-12-01T10:00:00Z',
  mention: { kind: 'podcast', type: 'discussed', title: 'How we moved', show: 'Paths', network: 'podcast', published: '2026-11-01T10:00:00Z' },
  site: { name: 'shop', zone: 'UTC' }, metric: 'visits', window: { days: 7, from: '2026-11-01', to: '2026-11-07', look_on: '2026-11-08' }, reasons: [], lift: null,
  rows: [], dots: [], placebos: [], secondary: [], lines: [], together: 3, events: [], caveats: [], family: { mentions: 1, by_chance: 0.025 }, method: { version: '1', text: '' },
  overlaps: [{ kind: 'video', title: 'Another', show: 'Channel', published: '2026-11-02T10:00:00Z', from: '2026-11-02', to: '2026-11-04', group: true }],
} as unknown as Parameters<typeof fromShared>[0];

const answer = (status: number, body: unknown = '') => vi.stubGlobal('fetch', async () => new Response(JSON.stringify(body), { status }));

afterEach(() => vi.unstubAllGlobals());

describe('a shared report', () => {
  it('is a report without ids', async () => {
    answer(200, shared);
    const { report, expires } = await sharedReport('/shared/token', new AbortController().signal);
    expect(expires).toBe('2026-12-01T10:00:00Z');
    expect(report.group).toHaveLength(3);
    expect(report.overlaps[0]).toMatchObject({ title: 'Another', group: true });
    expect([report.mention.id, report.site.id, report.brand.id, report.mention.url]).toEqual(['', '', '', '']);
  });

  it('says why it is not shown', async () => {
    for (const [status, reason] of [[404, 'over'], [410, 'gone'], [429, 'busy'], [503, 'silent']] as const) {
      answer(status);
      await expect(sharedReport('/shared/token', new AbortController().signal)).rejects.toEqual(new NotShared(reason));
    }
  });
});
