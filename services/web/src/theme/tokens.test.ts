import { describe, expect, it } from 'vitest';
import css from './tokens.css?raw';

function tokens(scheme: string): Record<string, string> {
  const block = new RegExp(`scheme='${scheme}'\\]\\s*{([^}]*)}`).exec(css)?.[1] ?? '';
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1], m[2]]));
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

// The least contrast each colour must have on every ground: 4.5 for text, 3 for marks.
const least: Record<string, number> = {
  text: 7, dim: 4.5, link: 4.5, danger: 4.5, ok: 4.5, warn: 4.5, own: 3, rival: 3, 'input-border': 3,
};

describe.each(['light', 'dark'])('%s colours', (scheme) => {
  const t = tokens(scheme);
  for (const [name, ratio] of Object.entries(least)) {
    for (const ground of ['page', 'surface', 'sunken', 'selected']) {
      it(`${name} on ${ground} reaches ${ratio}`, () => {
        expect(contrast(t[name]!, t[ground]!)).toBeGreaterThanOrEqual(ratio);
      });
    }
  }
  it('a marked name can be read', () => expect(contrast(t.text!, t.mark!)).toBeGreaterThanOrEqual(4.5));
  it('a button can be read', () => expect(contrast('#ffffff', t.button!)).toBeGreaterThanOrEqual(4.5));
});
