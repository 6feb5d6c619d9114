// The picture of the desk in the README is docs/desk.png. docs/desk.json lists texts that can be read
// on it; this journey finds them on the page of today, so that the picture stays true. PICTURE=write
// (make picture) takes it again. Pixels aren't compared: fonts differ from machine to machine.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { filled, missing, openBrowser, startDemo, until } from './desk.mjs';

const docs = fileURLToPath(new URL('../../../docs/', import.meta.url));
const size = { width: 1280, height: 720 };
const view = '/inbox?brand=larkmeter&kind=podcast';

/** readable are the texts of the page that don't change with the day. */
async function readable(page) {
  const texts = (selector, most) => page.locator(selector).evaluateAll((all, most) => all.slice(0, most).map((e) => e.textContent.trim()), most);
  return {
    pages: await texts('nav a > span:first-of-type', 8), // without what is counted there
    rows: (await texts('[role=feed] article mark', 4)).map((t) => t.toLowerCase()), // rows of one minute may change places
    title: (await texts('article h2', 1))[0],
    quote: (await texts('blockquote', 1))[0],
    buttons: await texts('main button:has-text("Confirm"), main button:has-text("Dismiss")', 2),
  };
}

describe('the picture in the README', { skip: missing() }, () => {
  let demo, browser, page, troubles;

  before(async () => {
    demo = await startDemo('--every', '1h');
    browser = await openBrowser();
    await filled(demo.url);
    // Captions of videos come last.
    const coverage = async () => (await fetch(demo.url + '/api/v1/sources/coverage')).json();
    await until(async () => (await coverage()).ways.some((w) => w.way === 'twin' && w.recordings === 8), 'the captions of the videos do not reach their episodes');
    await filled(demo.url);
    ({ page, troubles } = await browser.newPage(demo.url, { viewport: size }));
    await page.goto(demo.url + view);
    await page.locator('[role=feed] article').nth(3).waitFor();
    await page.keyboard.press('j');
    await page.locator('blockquote mark').first().waitFor();
    await page.waitForLoadState('networkidle').catch(() => {}); // live events never end
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('shows the desk of today', async () => {
    const now = await readable(page);
    if (process.env.PICTURE === 'write') {
      await page.screenshot({ path: docs + 'desk.png' });
      writeFileSync(docs + 'desk.json', JSON.stringify({ view, size, ...now }, null, 2) + '\n');
    }
    assert.ok(existsSync(docs + 'desk.png'), 'run make picture');
    const { view: taken, size: of, ...then } = JSON.parse(readFileSync(docs + 'desk.json', 'utf8'));
    assert.equal(taken, view);
    assert.deepEqual(of, size);
    assert.deepEqual(now, then, 'the desk has changed: look at it, then run make picture');
    for (const part of Object.values(then)) assert.ok(part.length > 0, `nothing was read: ${JSON.stringify(then)}`);
  });

  it('has the size that it says', () => {
    const png = readFileSync(docs + 'desk.png');
    assert.equal(png.toString('latin1', 1, 4), 'PNG');
    assert.deepEqual({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) }, size);
    assert.ok(png.length < 400_000, `${png.length} bytes are too many for a README`);
  });

  it('asked nobody else, and broke no rule of its own policy', () => assert.deepEqual(troubles, []));
});
