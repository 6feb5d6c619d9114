import { describe, expect, it } from 'vitest';
import { ciede2000, contrast, distance, sights } from './colour';
import css from './tokens.css?raw';

function tokens(scheme: string): Record<string, string> {
  const block = new RegExp(`scheme='${scheme}'\\]\\s*{([^}]*)}`).exec(css)?.[1] ?? '';
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1], m[2]]));
}

const grounds = ['page', 'surface', 'sunken', 'selected'];

// The least contrast of each colour: light, dark. Text needs 4.5, marks 3; the last three
// never stand on the selected ground.
const least: Record<string, [number, number, string[]?]> = {
  text: [13.9, 10.7], dim: [5.8, 5.7], link: [5.7, 6.0], 'input-border': [3.1, 3.4], danger: [5.4, 5.6], ok: [5.4, 5.6], warn: [5.4, 5.6],
  own: [3.4, 5.9], rival: [3.4, 6.5], effect: [6.7, 3.6, grounds.slice(0, 3)], baseline: [4.0, 6.0, grounds.slice(0, 3)], annotation: [7.7, 3.4, grounds.slice(0, 3)],
};

// As the table of the design rounds them: to one place.
const reaches = (ratio: number, wanted: number) => Math.round(ratio * 10) / 10 >= wanted;

describe.each([['light', 0], ['dark', 1]] as const)('%s colours', (scheme, column) => {
  const t = tokens(scheme);
  for (const [name, [light, dark, on = grounds]] of Object.entries(least)) {
    const wanted = column === 0 ? light : dark;
    it(`${name} reaches ${wanted} on every ground`, () => {
      for (const ground of on) {
        const ratio = contrast(t[name]!, t[ground]!);
        expect(reaches(ratio, wanted), `${ratio.toFixed(2)} on ${ground}`).toBe(true);
      }
    });
  }
  it('a button can be read', () => expect(reaches(contrast('#ffffff', t.button!), column === 0 ? 6.7 : 5.1)).toBe(true));
  it('a button that deletes can be read', () => expect(contrast('#ffffff', /--mantine-color-red-filled: (#[0-9a-f]{6})/.exec(css)![1]!)).toBeGreaterThan(4.5));
  it('a marked name can be read', () => expect(reaches(contrast(t.text!, t.mark!), column === 0 ? 12.7 : 6.2)).toBe(true));

  for (const sight of Object.keys(sights)) {
    it(`the five of the charts and the text are told apart with ${sight} sight`, () => {
      const names = ['own', 'rival', 'effect', 'baseline', 'annotation', 'text'];
      const close: string[] = [];
      for (const [i, a] of names.entries()) {
        for (const b of names.slice(i + 1)) {
          const d = distance(t[a]!, t[b]!, sight);
          if (d < 17) close.push(`${a} and ${b}: ${d.toFixed(1)}`);
        }
      }
      expect(close).toEqual([]);
    });
  }
});

describe('CIEDE2000', () => {
  // From the supplementary data of Sharma, Wu and Dalal.
  it.each([
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0],
    [[50, 2.49, -0.001], [50, -2.49, 0.0011], 7.2195],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ] as [[number, number, number], [number, number, number], number][])('%j to %j is %f', (a, b, want) => {
    expect(ciede2000(a, b)).toBeCloseTo(want, 4);
  });
});
