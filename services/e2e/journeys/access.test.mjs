// Every page, light and dark, wide and narrow, in English and Dutch, as axe sees it. The contrast of
// every pair of colours in both schemes is computed in src/theme.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { barriers, missing, openBrowser, startDemo, turnTo, until } from './desk.mjs';

const looks = [
  { name: 'light, wide, English', viewport: { width: 1280, height: 800 }, colorScheme: 'light', locale: 'en-GB' },
  { name: 'dark, narrow, Dutch', viewport: { width: 320, height: 640 }, colorScheme: 'dark', locale: 'nl-NL' },
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
    }, 'the demo finds no mentions');
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  for (const { name, ...look } of looks) {
    it(name, async () => {
      // The page's own policy would refuse the script that looks at it.
      const { page } = await browser.newPage(demo.url, { ...look, bypassCSP: true });
      const paths = ['/inbox', `/inbox?m=${mention}`, `/mentions/${mention}`, '/search', '/search?q=podcast', '/brands', '/brands/beacon', '/sources', '/alerts', '/alerts/rules/our-name', '/alerts/channels/new', '/deliveries', '/people', '/nowhere', '/mentions/nothing', '/documents/nothing', '/brands/nothing', '/alerts/rules/nothing'];
      const found = [];
      await page.goto(demo.url + '/inbox');
      await page.locator('[role=feed]').waitFor();
      for (const path of paths) {
        await turnTo(page, path);
        found.push(...(await barriers(page, path)));
        if ((await page.title()) === 'Namedrop') found.push(`${path}: the title says only Namedrop`);
      }
      await page.context().close();
      assert.deepEqual(found, []);
    });
  }
});
