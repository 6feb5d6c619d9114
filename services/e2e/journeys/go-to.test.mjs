// Ctrl-K goes anywhere, by keyboard alone: to a page, a brand, a source, or to a search.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { barriers, filled, missing, openBrowser, startDemo } from './desk.mjs';

describe('go to', { skip: missing() }, () => {
  let demo, browser, page, troubles;
  const shots = process.env.NAMEDROP_SHOTS;
  const field = () => page.getByRole('combobox', { name: /A page, brand or source/ });
  const chosen = () => page.locator('[role=option][aria-selected=true]').textContent();

  before(async () => {
    demo = await startDemo('--every', '1h');
    browser = await openBrowser();
    await filled(demo.url);
    ({ page, troubles } = await browser.newPage(demo.url, { bypassCSP: true }));
    await page.goto(demo.url + '/brands');
    await page.locator('main table').waitFor();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('opens with the pages, the focus in the field', async () => {
    await page.keyboard.press('Control+k');
    await field().waitFor();
    await page.waitForTimeout(300);
    assert.equal(await field().evaluate((e) => e === document.activeElement), true);
    assert.match(await chosen(), /Inbox/);
    assert.deepEqual(await barriers(page, 'go to'), []);
    await page.keyboard.press('ArrowUp'); // round, to the last page
    assert.match(await chosen(), /People/);
    await page.keyboard.type('deliv');
    assert.match(await chosen(), /Deliveries/);
    if (shots) await page.screenshot({ path: `${shots}/go-to.png` });
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/deliveries$/);
    await field().waitFor({ state: 'detached' });
  });

  it('finds a brand and a source', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('beac');
    await page.getByRole('option', { name: /Beacon/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/inbox\?(.*&)?brand=beacon/);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('aan de maas');
    await page.getByRole('option', { name: /Marketing aan de Maas/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/sources\/[a-z0-9-]+$/);
  });

  it('searches for anything else, and closes by Escape', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('pricing page');
    assert.match(await chosen(), /Search for “pricing page”/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?q=pricing%20page$/);
    // In a field too, where single keys rest.
    await page.locator('#search-all').focus();
    await page.keyboard.press('Control+k');
    await field().waitFor();
    await page.keyboard.press('Escape');
    await field().waitFor({ state: 'detached' });
    await page.waitForURL(/\/search\?q=pricing%20page$/);
  });

  it('asked nobody else', () => assert.deepEqual(troubles, []));
});
