// Whoever goes by keyboard sees where the focus is: on every page, everything that Tab reaches has
// a ring of the colour of links, 2 pixels wide, and only while it has the focus.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { filled, missing, openBrowser, startDemo } from './desk.mjs';

const most = 45; // stops on one page; the rest of a long list are the same controls again

describe('focus', { skip: missing() }, () => {
  let demo, browser, mention;

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

  /** step looks at what has the focus now, and whether what had it before still looks so. */
  const step = () => {
    const link = getComputedStyle(document.documentElement).getPropertyValue('--link').trim();
    const probe = document.createElement('i');
    probe.style.color = link;
    document.body.append(probe);
    const colour = getComputedStyle(probe).color;
    probe.remove();
    const ringed = (n) => {
      const s = getComputedStyle(n);
      return s.outlineStyle === 'solid' && parseFloat(s.outlineWidth) >= 2 && s.outlineColor === colour;
    };
    // A field may be drawn by what surrounds it, a switch by what stands beside it.
    const around = (n) => [n, n.nextElementSibling, n.parentElement, n.parentElement?.parentElement].filter(Boolean);
    const stale = window.lastRinged?.isConnected && ringed(window.lastRinged) ? window.lastRinged.outerHTML.slice(0, 120) : null;
    const now = document.activeElement;
    if (!now || now === document.body) return { end: true, stale };
    // What is drawn without a size, as the radio of a segmented control, shows no ring.
    const shows = (n) => n.getBoundingClientRect().width > 0 && n.getBoundingClientRect().height > 0;
    const ring = around(now).find((n) => shows(n) && ringed(n)) ?? around(now).find(ringed);
    window.lastRinged = ring;
    const { width, height } = (ring ?? now).getBoundingClientRect();
    const field = now.matches('input, textarea, select');
    return { what: now.outerHTML.slice(0, 120), field, ring: ring !== undefined && width > 0 && height > 0, stale };
  };

  for (const colorScheme of ['light', 'dark']) {
    it(`is seen everywhere, ${colorScheme}`, async () => {
      const { page } = await browser.newPage(demo.url, { colorScheme });
      const bare = [];
      let fields = 0;
      // The dark colours are the same on every page.
      const dark = ['/inbox', `/mentions/${mention}`, '/brands/beacon', '/alerts/rules/our-name'];
      for (const path of colorScheme === 'dark' ? dark : ['/inbox', `/mentions/${mention}`, '/search?q=larkmeter', '/brands', '/brands/beacon', '/sources', '/alerts', '/alerts/rules/our-name', '/alerts/channels/new', '/deliveries', '/people', '/nowhere']) {
        await page.goto(demo.url + path);
        await page.locator('main :is(article, table, form, h1, h2):visible').first().waitFor();
        await page.waitForTimeout(200);
        for (let i = 0; i < most; i++) {
          await page.keyboard.press('Tab');
          const seen = await page.evaluate(step);
          if (seen.stale) bare.push(`${path}: still ringed ${seen.stale}`);
          if (seen.end) break;
          if (!seen.ring) bare.push(`${path}: ${seen.what}`);
          if (seen.field) fields++;
        }
      }
      await page.context().close();
      assert.deepEqual(bare, []);
      assert.ok(fields > (colorScheme === 'dark' ? 8 : 30), `only ${fields} fields were reached`);
    });
  }
});
