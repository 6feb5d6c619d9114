// One article in two feeds is one row, which names both, leads to both and is judged once.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { barriers, missing, openBrowser, startEmpty, until } from './desk.mjs';

const text = '<p>We compared twelve tools over the winter, and honestly Larkmeter was the only one that the whole team still used in spring.</p>';
const feed = (name) => `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The ${name}</title><language>en</language>
  <item><guid>${name}-2</guid><title>Twelve tools</title><link>https://blog.example/tools?utm_source=${name}</link><pubDate>Tue, 03 Nov 2026 09:00:00 GMT</pubDate>
  <content:encoded><![CDATA[${text}]]></content:encoded></item></channel></rss>`;

describe('copies', { skip: missing() }, () => {
  let world, served, browser, page, troubles;
  const rows = () => page.locator('[role=feed] article');
  const api = async (path, body) =>
    (await fetch(served.url + '/api/v1' + path, { method: body ? 'POST' : 'GET', body: body && JSON.stringify(body), headers: { ...served.bearer(), 'Content-Type': 'application/json' } })).json();
  const states = async () => (await api('/mentions?copies=all&state=new,confirmed,dismissed')).items.map((x) => x.state);

  before(async () => {
    world = createServer((request, response) => response.setHeader('Content-Type', 'application/rss+xml').end(feed(request.url.slice(1))));
    await new Promise((done) => world.listen(0, '127.0.0.1', done));
    served = await startEmpty('', 'fetch: {allow_private: [127.0.0.0/8]}\n');
    browser = await openBrowser();
    await api('/brands', { name: 'Larkmeter' });
    for (const name of ['blog', 'planet']) await api('/sources', { type: 'feed', url: `http://127.0.0.1:${world.address().port}/${name}` });
    await until(async () => (await states()).length === 2, 'the article is not read from both feeds');
    ({ page, troubles } = await browser.newPage(served.url, { bypassCSP: true }));
    await page.goto(served.link());
  });
  after(async () => {
    await browser?.close();
    await served?.stop();
    world?.close();
  });

  it('is one row that names the other feed', async () => {
    await rows().first().waitFor();
    assert.equal(await rows().count(), 1);
    const copies = rows().first().getByRole('button', { name: '+1 copy' });
    await copies.click();
    const [shown, other] = [await rows().first().textContent(), await page.getByRole('menuitem').textContent()];
    assert.deepEqual([/The (blog|planet)/.exec(shown)[1], /The (blog|planet)/.exec(other)[1]].sort(), ['blog', 'planet']);
    assert.deepEqual(await barriers(page, 'copies'), []);
  });

  it('leads to the copy', async () => {
    await page.getByRole('menuitem').click();
    await page.waitForURL(/\/mentions\//);
    await page.getByRole('heading', { name: 'Also published here (1)' }).waitFor();
    await page.locator('blockquote mark, p mark').first().waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/inbox\?.*state=new/);
  });

  it('is judged with its copy, and both come back', async () => {
    await rows().first().click();
    await page.keyboard.press('d');
    await page.keyboard.press('4');
    await until(async () => (await states()).join() === 'dismissed,dismissed', 'the copy is still new');
    await page.getByText('All caught up').waitFor();
    await page.keyboard.press('z');
    await until(async () => (await states()).join() === 'new,new', 'the copy did not come back');
    await rows().first().waitFor();
    assert.equal(await rows().count(), 1);
  });

  it('is exported once, with both places', () => {
    const lines = served.run('export', 'mentions').split('\n').map((line) => JSON.parse(line));
    assert.deepEqual(lines.map((x) => x.copies.map((c) => c.source.name).sort()), [['The blog', 'The planet']]);
  });

  it('broke no rule of its own policy', () => assert.deepEqual(troubles, []));
});
