// Search: by keyboard, completed, narrowed, pointed at a mistake, taken along, and read on.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { filled, missing, openBrowser, startDemo, until } from './desk.mjs';

describe('search', { skip: missing() }, () => {
  let demo, browser, page, troubles;
  const box = () => page.locator('#search-all');
  const results = () => page.locator('main article');

  before(async () => {
    demo = await startDemo('--every', '1h');
    browser = await openBrowser();
    await filled(demo.url);
    ({ page, troubles } = await browser.newPage(demo.url));
    await page.goto(demo.url + '/inbox');
    await page.locator('[role=feed] article').first().waitFor();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('finds a phrase from anywhere and marks it', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('"dark social"');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?q=/);
    await results().locator('mark').first().waitFor();
    await page.locator('[role=status]').filter({ hasText: /\d+ passages?, \d+ results?/ }).first().waitFor();
  });

  it('finds something for each query that the demo proposes', async () => {
    const [, first, second] = /Search for +(.*?) +or +(.*)/.exec(demo.said());
    for (const q of [first, second]) {
      const { documents } = await (await fetch(`${demo.url}/api/v1/search/totals?q=${encodeURIComponent(q)}`)).json();
      assert.ok(documents > 0, `${q} finds nothing`);
    }
  });

  it('completes the name of a show', async () => {
    await box().fill('attribution pip');
    const offered = page.getByRole('option', { name: /Pipeline Weekly/ });
    await offered.waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.equal(await box().inputValue(), 'attribution show:"Pipeline Weekly" ');
    await page.keyboard.press('Enter');
    await page.waitForURL(/show/);
    await results().filter({ hasText: 'Pipeline Weekly' }).first().waitFor();
  });

  it('narrows by a facet, in the address', async () => {
    await page.goto(demo.url + '/search?q=larkmeter');
    await page.getByRole('checkbox', { name: 'Dutch' }).click();
    await page.waitForURL((u) => u.searchParams.get('lang') === 'nl');
    await until(async () => (await results().count()) > 0, 'nothing is left');
    await page.reload();
    await page.getByRole('checkbox', { name: 'Dutch', checked: true }).waitFor();
  });

  it('points at a mistake, and says what would be right', async () => {
    await box().fill('dark AND (social');
    await page.keyboard.press('Enter');
    await page.locator('#search-mistake').waitFor();
    assert.equal(await box().getAttribute('aria-describedby'), 'search-mistake');
  });

  it('says what it shows where nothing has all that was asked', async () => {
    await page.goto(demo.url + '/search?q=' + encodeURIComponent('larkmeter zeppelins'));
    await page.getByText('No exact matches.').waitFor();
    await results().first().waitFor();
  });

  it('hands the results out as a file', async () => {
    await page.goto(demo.url + '/search?q=larkmeter');
    await results().first().waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'CSV' }).click()]);
    assert.equal(file.suggestedFilename(), 'results.csv');
  });

  it('walks through the results and opens one at its second', async () => {
    await page.goto(demo.url + '/search?q=larkmeter&kind=podcast');
    await results().first().waitFor();
    await box().press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const title = await page.evaluate(() => document.activeElement.textContent);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/documents\//);
    await page.getByRole('heading', { level: 1, name: title.trim() }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/search/);
    await results().getByRole('link', { name: /\d:\d\d/ }).first().click();
    await page.waitForURL(/\/documents\/.*t=\d+/);
  });

  // The browser notes the refused query as an error.
  it('asked nobody else, and broke no rule of its own policy', () => assert.deepEqual(troubles.filter((t) => !t.includes('status of 422')), []));
});
