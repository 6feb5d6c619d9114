// Every page, light and dark, wide and narrow, in English and Dutch, as axe sees it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { missing, openBrowser, startDemo, until } from './desk.mjs';

const axe = readFileSync(new URL('../../web/node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

const looks = [
  { name: 'light, wide, English', viewport: { width: 1280, height: 800 }, colorScheme: 'light', locale: 'en-GB' },
  { name: 'dark, wide, Dutch', viewport: { width: 1280, height: 800 }, colorScheme: 'dark', locale: 'nl-NL' },
  { name: 'light, narrow, Dutch', viewport: { width: 360, height: 740 }, colorScheme: 'light', locale: 'nl-NL' },
  { name: 'dark, narrow, English', viewport: { width: 360, height: 740 }, colorScheme: 'dark', locale: 'en-GB' },
];

describe('access', { skip: missing() }, () => {
  let demo, browser, mention;

  before(async () => {
    demo = await startDemo();
    browser = await openBrowser();
    await until(async () => {
      const { items } = await (await fetch(demo.url + '/api/v1/mentions?limit=20')).json();
      mention = items.find((x) => x.hits[0].second !== null)?.id;
      return items.length === 20 && mention;
    }, 20_000, 'the demo finds no mentions');
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  for (const { name, ...look } of looks) {
    it(name, async () => {
      // The page's own policy would refuse the script that looks at it.
      const { page } = await browser.newPage(demo.url, { ...look, bypassCSP: true });
      const paths = ['/inbox', `/inbox?m=${mention}`, `/mentions/${mention}`, '/search', '/search?q=podcast', '/brands', '/sources', '/alerts', '/deliveries', '/nowhere'];
      const found = [];
      for (const path of paths) {
        await page.goto(demo.url + path);
        await page.locator('main :is(article, table, form, h1, h2, h3, p)').first().waitFor();
        await page.waitForTimeout(500);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) found.push(`${path}: ${wide} pixels stand out to the right`);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
        for (const v of violations) found.push(`${path}: ${v.id}, ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 140)).join(' | ')}`);
      }
      await page.context().close();
      assert.deepEqual(found, []);
    });
  }
});
