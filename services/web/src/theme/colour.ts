// What people see of a colour: contrast (WCAG 2), distance (CIEDE2000), and the same through
// the eyes of who sees fewer (Machado, Oliveira and Fernandes, 2009, full severity).

type RGB = [number, number, number];

/** linear are the parts of #rrggbb as light, 0 to 1. */
function linear(hex: string): RGB {
  return [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as RGB;
}

const luminance = ([r, g, b]: RGB) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(linear(a)), luminance(linear(b))].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** How a sight mixes linear light; rows are red, green, blue. */
export const sights: Record<string, RGB[]> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

const clamp = (x: number) => Math.min(1, Math.max(0, x));

export function seen(hex: string, sight: string): RGB {
  const light = linear(hex);
  return sights[sight]!.map((row) => clamp(row[0] * light[0] + row[1] * light[1] + row[2] * light[2])) as RGB;
}

/** lab is a colour in CIELAB under D65. */
function lab([r, g, b]: RGB): RGB {
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** distance is how different two colours look to a sight, by CIEDE2000. */
export function distance(a: string, b: string, sight = 'normal'): number {
  return ciede2000(lab(seen(a, sight)), lab(seen(b, sight)));
}

/** ciede2000 after Sharma, Wu and Dalal (2005), whose test data it is held against. */
export function ciede2000([l1, a1, b1]: RGB, [l2, a2, b2]: RGB): number {
  const deg = Math.PI / 180;
  const c7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7;
  const g = 0.5 * (1 - Math.sqrt(c7 / (c7 + 25 ** 7)));
  const p1 = (1 + g) * a1;
  const p2 = (1 + g) * a2;
  const c1 = Math.hypot(p1, b1);
  const c2 = Math.hypot(p2, b2);
  const angle = (b: number, a: number) => (a === 0 && b === 0 ? 0 : (Math.atan2(b, a) / deg + 360) % 360);
  const h1 = angle(b1, p1);
  const h2 = angle(b2, p2);
  const grey = c1 * c2 === 0;
  let dh = grey ? 0 : h2 - h1;
  if (dh > 180) dh -= 360;
  if (dh < -180) dh += 360;
  let h = h1 + h2;
  if (!grey) h = Math.abs(h1 - h2) <= 180 ? h / 2 : (h < 360 ? h + 360 : h - 360) / 2;
  const l = (l1 + l2) / 2;
  const c = (c1 + c2) / 2;
  const t = 1 - 0.17 * Math.cos((h - 30) * deg) + 0.24 * Math.cos(2 * h * deg) + 0.32 * Math.cos((3 * h + 6) * deg) - 0.2 * Math.cos((4 * h - 63) * deg);
  const sl = 1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2);
  const sc = 1 + 0.045 * c;
  const sh = 1 + 0.015 * c * t;
  const rt = -Math.sin(60 * Math.exp(-(((h - 275) / 25) ** 2)) * deg) * 2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));
  const x = (l2 - l1) / sl;
  const y = (c2 - c1) / sc;
  const z = (2 * Math.sqrt(c1 * c2) * Math.sin((dh / 2) * deg)) / sh;
  return Math.sqrt(x * x + y * y + z * z + rt * y * z);
}
