// The tag on a site's pages counts visits, sets nothing in the browser, and is silent where it should be.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { missing, openBrowser, startPublic, until } from './desk.mjs';

describe('the tag', { skip: missing() }, () => {
  let served, browser, site, address, feed;
  const agent = (n) => `Mozilla/5.0 (X11; Linux x86_64; rv:14${n}.0) Gecko/20100101 Firefox/14${n}.0`;

  /** visit opens a page of the site as a person, and notes what the tag sends. */
  async function visit(path, n, init) {
    const { page, troubles } = await browser.newPage(address, { userAgent: agent(n) });
    const sent = [];
    page.on('request', (r) => r.url() === served.public + '/collect' && sent.push(r.postData()));
    if (init) await page.addInitScript(init);
    await page.goto(address + path, { waitUntil: 'load' });
    return { page, sent, troubles: () => troubles.filter((t) => !t.includes(served.public)) };
  }

  async function counts() {
    const list = await (await fetch(`${served.url}/api/v1/samples?feed=${feed.id}`)).json();
    const sum = {};
    for (const s of list.items) sum[`${s.metric} ${s.channel ?? ''} ${s.landing ?? ''}`.trim()] = s.value;
    return sum;
  }

  before(async () => {
    served = await startPublic();
    browser = await openBrowser();
    site = createServer((req, res) => {
      res.setHeader('Content-Type', 'text/html; charset=utf-8');
      res.end(`<!doctype html><title>shop</title><link rel="icon" href="data:,"><h1>Shop</h1>
        <button onclick="history.pushState({}, '', '/docs/install')">Docs</button>
        <button onclick="history.pushState({}, '', '?sort=price')">Sort</button>
        <script defer src="${feed.script}"></script>`);
    });
    await new Promise((done) => site.listen(0, '127.0.0.1', done));
    address = `http://127.0.0.1:${site.address().port}`;
    const added = await fetch(served.url + '/api/v1/visits/feeds', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ type: 'tag', site: 'shop', zone: 'Europe/Amsterdam', settings: { domains: '127.0.0.1' } }),
    });
    assert.equal(added.status, 200, await added.clone().text());
    feed = await added.json();
    assert.equal(feed.script, `${served.public}/tag.js?f=${feed.id}`);
    await until(async () => {
      // The collector has loaded the feed once a page view arrives at the ledger; a program's doesn't.
      const metrics = await (await fetch(served.url + '/metrics')).text();
      return metrics.includes('namedrop_collect_total');
    }, 'the public side has no collector');
  });
  after(async () => {
    site?.close();
    await browser?.close();
    await served?.stop();
  });

  it('sends nothing where the browser asks not to be tracked', async () => {
    for (const init of [
      () => Object.defineProperty(navigator, 'doNotTrack', { value: '1' }),
      () => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }),
    ]) {
      const { page, sent } = await visit('/pricing', 1, init);
      await page.getByRole('button', { name: 'Docs' }).click();
      await page.waitForTimeout(300);
      assert.deepEqual(sent, []);
      await page.context().close();
    }
  });

  it('counts a visit once, with the pages of a single-page site', async () => {
    const { page, sent, troubles } = await visit('/?utm_source=podcast&email=a@b.example', 2);
    await until(() => sent.length === 1, 'the tag sends nothing');
    await page.getByRole('button', { name: 'Docs' }).click();
    await until(() => sent.length === 2, 'the second page is not reported');
    await page.getByRole('button', { name: 'Sort' }).click(); // the same page
    await page.goBack();
    await page.goBack();
    await until(() => sent.length === 3, 'going back is not reported');
    assert.ok(!sent.join().includes('a@b.example'), sent.join());
    assert.deepEqual(JSON.parse(sent[0]), { f: feed.id, p: '/', r: '', s: 'podcast', m: '', x: 1 });
    const kept = await page.evaluate(() => document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage));
    assert.equal(kept, '{}{}');
    assert.deepEqual(await page.context().cookies(), []);
    assert.deepEqual(troubles(), []);
    await until(async () => (await counts())['pageviews campaign home'] === 3, 'the page views are not counted');
    assert.deepEqual(await counts(), { 'pageviews campaign home': 3, 'visits campaign home': 1 });
    await page.context().close();
  });

  it("leaves the team's own visits out", async () => {
    const { page, sent } = await visit('/?nd-team=1', 3);
    await until(() => sent.length === 1, 'the tag sends nothing');
    await page.getByRole('button', { name: 'Docs' }).click();
    await until(() => sent.length === 2, 'the second page is not reported');
    const outcomes = await (await fetch(served.url + '/metrics')).text();
    assert.match(outcomes, /namedrop_collect_total\{outcome="team"\} 2/);
    await page.context().close();
  });
});
