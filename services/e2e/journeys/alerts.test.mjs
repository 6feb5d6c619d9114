// A receiver that is gone and one that is ill: the desk says which channel is off, since when and
// why, which rule now sends nothing, and when a failing message is tried again.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { barriers, missing, openBrowser, startDemo, until } from './desk.mjs';

describe('failing alerts', { skip: missing() }, () => {
  let demo, browser, page, receiver, troubles;
  const shots = process.env.NAMEDROP_SHOTS;
  const shot = async (name) => shots && (await page.screenshot({ path: `${shots}/alerts-${name}.png` }));
  const api = async (path, body) =>
    (await fetch(`${demo.url}/api/v1${path}`, body && { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })).json();

  before(async () => {
    receiver = createServer((req, res) => {
      req.resume();
      res.statusCode = req.url === '/gone' ? 410 : 500;
      res.end();
    });
    await new Promise((done) => receiver.listen(0, '127.0.0.1', done));
    const at = `http://127.0.0.1:${receiver.address().port}`;
    demo = await startDemo('--every', '2s');
    browser = await openBrowser();
    for (const name of ['gone', 'ill']) {
      const { id } = await api('/channels', { name: `Hook ${name}`, url: `${at}/${name}` });
      await api('/rules', { name: `Rule ${name}`, channels: [id] });
    }
    await until(async () => {
      const { items } = await api('/channels');
      const failing = (await api('/deliveries?state=pending')).items.filter((d) => d.attempts > 0);
      return items.some((c) => c.switched_off) && failing.length > 0;
    }, 'no channel was switched off');
    ({ page, troubles } = await browser.newPage(demo.url, { bypassCSP: true }));
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
    receiver?.close();
  });

  it('the list, the rule and the channel say what is off, and the navigation counts it', async () => {
    await page.goto(demo.url + '/alerts');
    const channel = page.getByRole('row', { name: /Hook gone/ }).last();
    await channel.getByText(/Switched off on \d+ \w+ \d{4}/).waitFor();
    await channel.getByText(/The receiver reports that it no longer exists \(410/).waitFor();
    const rule = page.getByRole('row', { name: /Rule gone/ });
    await rule.getByText('Sends nothing.').waitFor();
    assert.equal(await page.getByRole('row', { name: /Rule ill/ }).getByText('Sends nothing.').count(), 0);
    await page.getByRole('link', { name: /Alerts.*1 channel is switched off/ }).waitFor();
    assert.deepEqual(await barriers(page, 'alerts'), []);
    await shot('list');
    await rule.getByRole('link', { name: 'Hook gone is off.' }).click();
    await page.getByText('Nothing is sent here until you switch it on again. Send a test message first.').waitFor();
    await shot('channel');
  });

  it('counts what failed, and leads there', async () => {
    const link = page.getByRole('link', { name: /Deliveries.*\d+ alerts? failed in the last 7 days/ });
    await link.click();
    await page.waitForURL(/state=failed/);
    await page.getByRole('row', { name: /Hook gone/ }).first().waitFor();
    const sources = page.getByRole('link', { name: /Sources.*needs? attention/ });
    if ((await sources.count()) > 0) {
      await sources.click();
      await page.waitForURL(/state=trouble/);
    }
  });

  it('says that a message is failing and when it is tried again, and lists every try', async () => {
    await page.goto(demo.url + '/deliveries?state=pending');
    const row = page.getByRole('row', { name: /Hook ill/ }).first();
    await row.getByText('Failing').waitFor();
    await row.getByText(/next try \d/).waitFor();
    assert.equal(await row.getByText('Sending').count(), 0);
    // The oldest stands still while new ones come.
    const oldest = page.getByRole('row', { name: /Hook ill/ }).last();
    await oldest.getByRole('button', { name: 'Details' }).click();
    const tries = page.locator('main ol').first().locator('li');
    await tries.first().waitFor();
    const before = await tries.count();
    await shot('deliveries');
    await oldest.getByRole('button', { name: 'Retry' }).click();
    await until(async () => (await tries.count()) > before, 'the try after Retry is not listed');
  });

  it('a channel that is switched on again says nothing of it', async () => {
    await page.goto(demo.url + '/alerts');
    await page.getByRole('link', { name: 'Hook gone', exact: true }).click();
    await page.getByRole('switch', { name: 'On', exact: true }).press(' ');
    await page.keyboard.press('Control+s');
    await page.waitForURL(/\/alerts$/);
    await page.locator('main table').first().waitFor();
    assert.deepEqual(troubles, []);
  });
});
