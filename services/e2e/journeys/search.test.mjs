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

  it('underlines the whole of a wrong word, and what was meant can be clicked', async () => {
    await box().fill('bran:larkmeter');
    await page.keyboard.press('Enter');
    await page.locator('#search-mistake').getByText('bran:', { exact: true }).waitFor();
    await page.locator('#search-mistake').getByRole('link', { name: 'brand:larkmeter' }).click();
    await page.waitForURL((u) => u.searchParams.get('q') === 'brand:larkmeter');
    await results().first().waitFor();
    for (const [q, says] of [['is:starred', 'A search has no field is: here.'], ['sentiment:bad', 'A search has no field sentiment: here.'], ['brand:', 'Put a value after brand:']]) {
      await page.goto(demo.url + '/search?q=' + encodeURIComponent(q));
      await page.locator('#search-mistake').filter({ hasText: says }).waitFor();
    }
  });

  it('offers no other spelling beside the right answer', async () => {
    for (const q of ['lark meter', '<script>alert(1)</script>']) {
      await page.goto(demo.url + '/search?q=' + encodeURIComponent(q));
      await page.locator('[role=status]').filter({ hasText: /\d+ passages?/ }).first().waitFor();
      assert.equal(await page.getByText('Did you mean').count(), 0, q);
    }
  });

  it('marks a brand, says where it stands, and opens the document at its second with the marks', async () => {
    await page.goto(demo.url + '/search?q=brand:larkmeter&kind=podcast');
    await results().locator('mark').first().waitFor();
    for (const text of await results().locator('li').evaluateAll((all) => all.map((li) => [li.innerText, li.querySelectorAll('mark').length]))) {
      assert.ok(text[1] > 0, `nothing is marked in ${text[0]}`);
    }
    assert.ok((await results().getByText('Title', { exact: true }).count()) + (await results().getByText('Notes', { exact: true }).count()) > 0, 'no part is named');
    const passage = results().getByRole('link', { name: /^\d+:\d\d/ }).first();
    const [, minutes, seconds] = /(\d+):(\d\d)/.exec(await passage.innerText());
    await passage.click();
    await page.waitForURL(/\/documents\/.*q=brand/);
    await page.locator('ol p mark').first().waitFor();
    // The player stands a second before the word, and the word is said in the sentence of that second.
    const second = Number(minutes) * 60 + Number(seconds);
    const marked = await page.locator('ol p [data-start]:has(mark)').evaluateAll((all) => all.map((e) => Number(e.dataset.start)));
    const starts = await page.locator('ol p [data-start]').evaluateAll((all) => all.map((e) => Number(e.dataset.start)));
    const near = starts.filter((s) => s <= second + 1).slice(-2); // the address has whole seconds
    assert.ok(near.some((s) => marked.includes(s)), `${second} is in the sentence at ${near}; marked are those at ${marked}`);
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await page.goBack();
    await results().first().waitFor();
  });

  it('narrows to speakers by boxes', async () => {
    await page.goto(demo.url + '/search?q=larkmeter');
    const boxes = page.getByRole('group', { name: 'Speaker' }).getByRole('checkbox');
    await boxes.first().waitFor();
    const name = await page.getByRole('group', { name: 'Speaker' }).locator('label').first().innerText();
    await boxes.first().click();
    await page.waitForURL((u) => u.searchParams.get('q').includes('speaker:'));
    await page.getByRole('checkbox', { name, checked: true }).click();
    await page.waitForURL((u) => u.searchParams.get('q') === 'larkmeter');
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
