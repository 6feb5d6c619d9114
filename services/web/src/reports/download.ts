import type { ReportRow } from '../api/reports';

/** save gives the browser a file. */
export function save(name: string, content: Blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** rowsAsCSV is the table of a report. Its cells are days and numbers, so none needs quotes. */
export function rowsAsCSV(rows: ReportRow[]): string {
  const names = ['day', 'observed', 'middle', 'low95', 'high95', 'low80', 'high80', 'low50', 'high50', 'window'] as const;
  return [names.join(','), ...rows.map((r) => names.map((n) => r[n] ?? '').join(','))].join('\n') + '\n';
}

/** lightColour is a token as on paper, whatever the screen shows: tokens.css has those of the light scheme first. */
function lightColour(name: string): string {
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSStyleRule) || !rule.selectorText.includes("light") || !rule.selectorText.startsWith(':root')) continue;
      const value = rule.style.getPropertyValue(name).trim();
      if (value.startsWith('#')) return value;
    }
  }
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** standalone is a chart as a file of its own: light, on white, with a title and without the cursor. */
export function standalone(chart: SVGSVGElement, title: string, colour: (name: string) => string = lightColour): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  for (const x of copy.querySelectorAll('[data-cursor]')) x.remove();
  for (const name of ['class', 'tabindex', 'role', 'aria-label', 'style']) copy.removeAttribute(name);
  const [, , width, height] = (copy.getAttribute('viewBox') ?? '0 0 720 264').split(' ').map(Number);
  const head = 28;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', `0 ${-head} ${width} ${height! + head}`);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height! + head));
  const make = (name: string, attributes: Record<string, string>, text = '') => {
    const e = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
    e.textContent = text;
    return e;
  };
  copy.prepend(make('rect', { x: '0', y: String(-head), width: '100%', height: '100%', fill: 'var(--surface)' }));
  copy.append(make('text', { x: '8', y: '-10', 'font-size': '13', 'font-weight': '600', fill: 'var(--text)' }, title));
  return new XMLSerializer().serializeToString(copy).replace(/var\((--[\w-]+)\)/g, (_, name: string) => colour(name));
}

/** asPNG draws it at twice its size. */
export async function asPNG(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width * 2;
  canvas.height = image.height * 2;
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) => canvas.toBlob((b) => (b ? done(b) : fail(new Error('the chart could not be drawn'))), 'image/png'));
}
