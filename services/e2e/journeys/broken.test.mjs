// What breaks stays small: a form that was refused, a page that throws, a part that can't be
// loaded, an index of an older build. Each says so and leads back; the rest of the desk works.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { barriers, missing, openBrowser, startDemo, until } from './desk.mjs';

// What no list of words is makes the page of brands throw while it is drawn.
const nonsense = async (route) => {
  const response = await route.fetch();
  const answer = await response.json();
  for (const brand of answer.items) brand.context = 7;
  await route.fulfill({ response, json: answer });
};
const brands = '**/api/v1/brands';

describe('broken', { skip: missing() }, () => {
  let demo, browser, page, errors;
  // What needs attention is part of the name.
  const link = (name) => page.locator('nav').first().getByRole('link', { name: new RegExp(`^${name}\\b`) });
  const heading = (name) => page.getByRole('heading', { level: 1, name, exact: true });
  const inbox = () => page.locator('[role=feed] article').first().waitFor();

  before(async () => {
    demo = await startDemo('--every', '1h');
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });
  beforeEach(async () => {
    ({ page } = await browser.newPage(demo.url));
    errors = [];
    page.on('pageerror', (e) => errors.push(e.message));
  });
  afterEach(() => page.context().close());

  describe('a form that was refused', () => {
    afterEach(() => assert.deepEqual(errors, []));

    it('a bad source, then a good one', async () => {
      const world = (await (await fetch(demo.url + '/api/v1/sources?q=maas')).json()).items[0].url.replace(/marketing-aan-de-maas.*/, '');
      await page.goto(demo.url + '/sources');
      const box = page.getByRole('textbox', { name: /A link, a handle/ });
      await box.fill(world + 'nowhere');
      await page.keyboard.press('Enter');
      await page.locator('main [role=alert]').waitFor();
      await box.fill(world + 'zaal-zeven/');
      await page.keyboard.press('Enter');
      await page.locator('[role=status]').filter({ hasText: 'Zaal Zeven was already added' }).first().waitFor();
      await page.locator('main [role=alert]').waitFor({ state: 'detached' });
      assert.ok(await heading('Sources').isVisible());
      await link('Brands').click();
      await heading('Brands').waitFor();
    });

    it('a test that failed, then other pages', async () => {
      await fetch(demo.url + '/api/v1/channels', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name: 'Closed', url: 'http://127.0.0.1:1/' }) });
      for (const name of ['Brands', 'Search', 'Inbox']) {
        await page.goto(demo.url + '/alerts');
        await page.getByRole('row', { name: 'Closed' }).getByRole('button', { name: 'Send a test message' }).click();
        await page.locator('main [role=alert]').waitFor();
        await link(name).click();
        if (name === 'Inbox') await inbox();
        else if (name === 'Search') await page.locator('main #search-all').waitFor();
        else await heading(name).waitFor();
      }
    });

    it('a brand that is there already, then the inbox', async () => {
      await page.goto(demo.url + '/brands/new');
      await page.getByLabel('Name', { exact: true }).fill('Larkmeter');
      await page.keyboard.press('Control+s');
      await page.locator('main [role=alert]').waitFor();
      await link('Inbox').click();
      await inbox();
    });
  });

  describe('a page that throws', () => {
    const title = 'Something went wrong on this page';

    it('says so, leaves the other pages alone, and is well again later', async () => {
      await page.route(brands, nonsense);
      await page.goto(demo.url + '/sources');
      await heading('Sources').waitFor();
      await link('Brands').click();
      await heading(title).waitFor();
      assert.match(await page.title(), /^Something went wrong/);
      assert.equal(await page.evaluate(() => document.activeElement.textContent), title);
      await page.getByRole('button', { name: 'Try again' }).click();
      await heading(title).waitFor();
      await link('Sources').click();
      await heading('Sources').waitFor();
      assert.equal(await heading(title).count(), 0);
      await page.goBack();
      await heading(title).waitFor();
      await page.unroute(brands);
      await page.getByRole('button', { name: 'Reload' }).click();
      await heading('Brands').waitFor();
    });

    it('leads to the inbox', async () => {
      await page.route(brands, nonsense);
      await page.goto(demo.url + '/brands');
      await heading(title).waitFor();
      await page.locator('main').getByRole('link', { name: 'Go to the inbox' }).click();
      await inbox();
    });

    it('is well after a key leads elsewhere', async () => {
      await page.route(brands, nonsense);
      await page.goto(demo.url + '/brands');
      await heading(title).waitFor();
      await page.keyboard.press('g');
      await page.keyboard.press('o');
      await heading('Sources').waitFor();
    });

    for (const plain of [true, false]) {
      it(`gives a report to copy${plain ? ' on plain http' : ''}`, async () => {
        if (plain) await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
        else await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
        await page.route(brands, nonsense);
        await page.goto(demo.url + '/brands?q=x#key=secret');
        await heading(title).waitFor();
        await page.getByRole('button', { name: 'Copy the report' }).click();
        await page.getByText('Copied', { exact: true }).waitFor();
        await page.locator('#search-all').evaluate((e) => e.replaceWith(Object.assign(document.createElement('textarea'), { id: 'pasted' })));
        await page.locator('#pasted').focus();
        await page.keyboard.press('Control+v');
        const text = await page.locator('#pasted').inputValue();
        for (const part of [/^Namedrop, report/, /Page: +\/brands\?q=x\n/, /Build: +\/assets\/index-/, /Error: +TypeError/, /Components:\n/]) assert.match(text, part);
        assert.ok(!text.includes('secret'), text);
      });
    }

    it('shows the report where nothing can be copied', async () => {
      await page.addInitScript(() => {
        Object.defineProperty(navigator, 'clipboard', { value: undefined });
        document.execCommand = () => false;
      });
      await page.route(brands, nonsense);
      await page.goto(demo.url + '/brands');
      await page.getByRole('button', { name: 'Copy the report' }).click();
      await page.getByText(/Select the text and press Ctrl\+C/).waitFor();
      await page.getByRole('textbox', { name: 'Report' }).waitFor();
      const selected = await page.getByRole('textbox', { name: 'Report' }).evaluate((e) => e.value.slice(e.selectionStart, e.selectionEnd));
      assert.match(selected, /^Namedrop, report/);
    });
  });

  describe('a frame that throws', () => {
    const breakFrame = () => page.addInitScript(() => (window.EventSource = function () { throw new Error('no live feed here'); }));

    it('says so in place of the desk, and comes back', async () => {
      await breakFrame();
      await page.goto(demo.url + '/sources');
      await heading('Something went wrong').waitFor();
      assert.equal(await page.locator('nav').count(), 0);
      await page.getByRole('link', { name: 'Go to the inbox' }).waitFor();
      await page.getByText('Show the report').click();
      assert.match(await page.getByRole('textbox', { name: 'Report' }).inputValue(), /no live feed here/);
      const { page: other } = await browser.newPage(demo.url);
      await other.goto(demo.url + '/sources');
      await other.getByRole('heading', { level: 1, name: 'Sources' }).waitFor();
      await other.context().close();
    });

    it('speaks Dutch', async () => {
      const { page: other } = await browser.newPage(demo.url, { locale: 'nl-NL' });
      await other.addInitScript(() => (window.EventSource = function () { throw new Error('no live feed here'); }));
      await other.goto(demo.url + '/sources');
      await other.getByRole('heading', { level: 1, name: 'Er ging iets mis' }).waitFor();
      await other.getByRole('button', { name: 'Opnieuw laden' }).waitFor();
      await other.context().close();
    });
  });

  describe('a part that cannot be loaded', () => {
    const title = "This page couldn't be loaded";
    const part = /\/assets\/SourcesPage-[^/]*\.js/;

    beforeEach(async () => {
      await page.goto(demo.url + '/inbox');
      await inbox();
    });

    it('says that the server does not answer, and reloads once it does', async () => {
      await page.context().setOffline(true);
      await link('Sources').click();
      await heading(title).waitFor();
      await page.getByText('The server is not responding.', { exact: false }).first().waitFor();
      await page.getByRole('button', { name: 'Reload' }).click();
      await page.getByText(/^Still no response at /).waitFor();
      await page.context().setOffline(false);
      await page.getByRole('button', { name: 'Reload' }).click();
      await heading('Sources').waitFor();
    });

    it('is asked for again after another page', async () => {
      await page.route(part, (route) => route.abort());
      await link('Sources').click();
      await heading(title).waitFor();
      await page.getByText('A part of the page is missing on the server.', { exact: false }).waitFor();
      await link('Brands').click();
      await heading('Brands').waitFor();
      await page.unroute(part);
      await page.evaluate(() => (window.same = true));
      await link('Sources').click();
      await heading('Sources').waitFor();
      assert.equal(await page.evaluate(() => window.same), true);
    });

    it('is asked for again by a button', async () => {
      await page.route(part, (route) => route.fulfill({ status: 404, body: '404 page not found' }));
      await link('Sources').click();
      await heading(title).waitFor();
      await page.unroute(part);
      await page.getByRole('button', { name: 'Try again' }).click();
      await heading('Sources').waitFor();
    });

    it('of an older build makes the page reload itself, once', async () => {
      let loads = 0;
      page.on('load', () => loads++);
      await page.route(part, (route) => route.fulfill({ status: 404, body: '404 page not found' }));
      await page.route(demo.url + '/', (route) => route.fulfill({ contentType: 'text/html', body: '<script type="module" src="/assets/index-newer.js"></script>' }));
      await link('Sources').click();
      await page.getByText('Namedrop was updated while this tab was open.', { exact: false }).waitFor();
      assert.equal(loads, 1);
      await page.unrouteAll();
      await page.getByRole('button', { name: 'Reload' }).click();
      await heading('Sources').waitFor();
    });
  });

  describe('an index of an older build', () => {
    const stale = async (times) => {
      let served = 0;
      await page.route(demo.url + '/inbox', async (route) => {
        const answer = await route.fetch();
        if (served++ >= times) return route.fulfill({ response: answer });
        return route.fulfill({ response: answer, body: (await answer.text()).replace(/(assets\/index-)[^."]*/g, '$1gone') });
      });
    };
    let loads;
    beforeEach(() => {
      loads = 0;
      page.on('domcontentloaded', () => loads++);
    });

    it('reloads itself', async () => {
      await stale(1);
      await page.goto(demo.url + '/inbox').catch(() => {}); // the reload may cut this load off
      await inbox();
      assert.ok(loads <= 2, `${loads} loads`);
    });

    const never = async (forbidden) => {
      if (forbidden) await page.addInitScript(() => {
        for (const name of ['sessionStorage', 'localStorage']) Object.defineProperty(window, name, { get: () => { throw new DOMException('denied', 'SecurityError'); } });
      });
      await stale(Infinity);
      await page.goto(demo.url + '/inbox').catch(() => {});
      await page.getByRole('heading', { name: "Namedrop couldn't be loaded" }).waitFor();
      await page.getByRole('button', { name: 'Reload' }).waitFor();
      await page.waitForTimeout(1_000);
      assert.ok(loads <= 2, `${loads} loads`);
    };
    it('says so where that did not help, and never does it again', () => never(false));
    it('and so without a storage', () => never(true));
  });

  it('works where the browser forbids storage', async () => {
    await page.addInitScript(() => {
      for (const name of ['sessionStorage', 'localStorage']) Object.defineProperty(window, name, { get: () => { throw new DOMException('denied', 'SecurityError'); } });
    });
    await page.goto(demo.url + '/inbox');
    await inbox();
    await page.keyboard.press('j');
    await page.locator('[role=feed] article[aria-current]').waitFor();
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Nederlands' }).click();
    await link('Bronnen').waitFor();
    assert.deepEqual(errors, []);
  });

  for (const look of [{ colorScheme: 'light', viewport: { width: 1440, height: 900 } }, { colorScheme: 'dark', viewport: { width: 320, height: 640 }, locale: 'nl-NL' }]) {
    it(`has no barriers, ${look.colorScheme}`, async () => {
      const { page: p } = await browser.newPage(demo.url, { ...look, bypassCSP: true });
      await p.route(brands, nonsense);
      await p.goto(demo.url + '/brands');
      await p.locator('main h1').waitFor();
      await p.locator('summary').click();
      assert.deepEqual(await barriers(p, 'a broken page'), []);
      await p.context().close();
    });
  }

  it('says that the server was stopped', async () => {
    const other = await startDemo('--every', '1h');
    const { page: p } = await browser.newPage(other.url);
    await p.goto(other.url + '/inbox');
    await p.locator('[role=feed] article').first().waitFor();
    await other.stop();
    await until(async () => !(await fetch(other.url).then(() => true, () => false)), 'it does not stop');
    await p.locator('nav').first().getByRole('link', { name: 'Sources' }).click();
    await p.getByRole('heading', { name: "This page couldn't be loaded" }).waitFor();
    await p.context().close();
  });
});
