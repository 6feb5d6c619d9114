// Somebody reads with a font twice the usual size: the text follows, nothing stands out to the
// right, and nothing covers anything else.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { filled, missing, openBrowser, startDemo, turnTo } from './desk.mjs';

describe('large text', { skip: missing() }, () => {
  let demo, browser, mention;
  const shots = process.env.NAMEDROP_SHOTS; // a folder for pictures to look at

  before(async () => {
    demo = await startDemo('--every', '1h');
    browser = await openBrowser();
    await filled(demo.url);
    const { items } = await (await fetch(demo.url + '/api/v1/mentions?limit=20')).json();
    mention = items.find((x) => x.hits[0].second !== null).id;
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  for (const [width, colorScheme] of [[1280, 'light'], [390, 'dark']]) {
    it(`at ${width} pixels`, async () => {
      const { page } = await browser.newPage(demo.url, { viewport: { width, height: 844 }, colorScheme });
      // As in the settings of the browser: media queries in em follow too.
      const session = await page.context().newCDPSession(page);
      await session.send('Page.enable');
      await session.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
      const found = [];
      await page.goto(demo.url + '/inbox');
      await page.locator('[role=feed]').waitFor();
      for (const path of ['/inbox', `/mentions/${mention}`, '/search', '/search?q=larkmeter', '/brands', '/brands/beacon', '/sources', '/alerts', '/alerts/rules/our-name', '/alerts/channels/new', '/deliveries', '/people', '/nowhere']) {
        await turnTo(page, path);
        found.push(...(await page.evaluate(look, path)));
        if (shots) await page.screenshot({ path: `${shots}/large-${width}${path.replaceAll(/[/?=]/g, '-')}.png` });
      }
      await page.context().close();
      assert.deepEqual(found, []);
    });
  }
});

/** look returns what is too small, too wide or covered on a page. */
function look(path) {
  const found = [];
  const root = parseFloat(getComputedStyle(document.documentElement).fontSize);
  if (root !== 32) found.push(`the root has ${root} pixels`);
  if (document.documentElement.scrollWidth > innerWidth) found.push(`${path}: ${document.documentElement.scrollWidth - innerWidth} pixels stand out to the right`);
  const content = document.querySelector('[data-scrolls]');
  if (content && content.scrollWidth > content.clientWidth + 1) found.push(`${path}: the content stands out by ${content.scrollWidth - content.clientWidth}`);
  const bottom = document.querySelector('header').getBoundingClientRect().bottom;
  const top = document.querySelector('main').getBoundingClientRect().top;
  if (top < bottom - 1) found.push(`${path}: the header covers ${bottom - top} pixels of the page`);
  for (const e of document.querySelector('header').querySelectorAll('*')) {
    const r = e.getBoundingClientRect();
    if (r.height > 1 && r.width > 1 && r.bottom > bottom + 1 && getComputedStyle(e).position !== 'absolute') found.push(`${path}: ${e.outerHTML.slice(0, 80)} hangs out of the header by ${r.bottom - bottom}`);
  }
  // Every text is at least one and a half times as large as it was.
  for (const e of document.querySelectorAll('main :is(p, td, label, button, a, h1, h2, li, input, span)')) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim() !== '');
    if (own && e.offsetParent && parseFloat(getComputedStyle(e).fontSize) < 20) found.push(`${path}: ${parseFloat(getComputedStyle(e).fontSize)} pixels: ${e.outerHTML.slice(0, 90)}`);
  }
  // Controls don't overlap.
  const controls = [...document.querySelectorAll('main :is(button, input:not([type=checkbox], [type=hidden]), select, textarea)')].filter((e) => e.offsetParent && !e.closest('label, [role=feed], [data-stays]'));
  const boxes = controls.map((e) => e.getBoundingClientRect());
  for (let i = 0; i < boxes.length; i++) {
    for (let j = i + 1; j < boxes.length; j++) {
      const a = boxes[i];
      const b = boxes[j];
      const inField = controls[i].parentElement.contains(controls[j]) || controls[j].parentElement.contains(controls[i]) || controls[i].closest('.mantine-Input-wrapper')?.contains(controls[j]);
      if (!inField && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2) {
        found.push(`${path}: ${controls[i].outerHTML.slice(0, 60)} and ${controls[j].outerHTML.slice(0, 60)} overlap`);
      }
    }
  }
  return [...new Set(found)].slice(0, 8);
}
