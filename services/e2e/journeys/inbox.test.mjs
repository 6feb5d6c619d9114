// The inbox without a mouse: move, confirm, dismiss with a reason, star, note, assign, choose
// several, undo. The address is the view, and what comes in live waits for a hand.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { filled, missing, openBrowser, startDemo, until } from './desk.mjs';

describe('inbox by keyboard', { skip: missing() }, () => {
  let demo, browser, page, troubles;
  const row = (i) => page.locator(`[role=feed] article[aria-posinset="${i}"]`);
  const current = () => page.locator('[role=feed] article[aria-current]');
  const position = async () => Number(await current().getAttribute('aria-posinset'));
  const said = (text) => page.locator('[role=status]').filter({ hasText: text }).first().waitFor();
  const chosen = () => new URL(page.url()).searchParams.get('m');
  const mention = async (id) => (await fetch(`${demo.url}/api/v1/mentions/${id}`)).json();

  before(async () => {
    // Every episode is old news: nothing comes in while the keys are tried.
    demo = await startDemo('--every', '1h');
    browser = await openBrowser();
    await filled(demo.url);
    ({ page, troubles } = await browser.newPage(demo.url));
    await page.goto(demo.url + '/inbox');
    await row(1).waitFor();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('moves and shows the mention beside the list', async () => {
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await until(async () => (await position()) === 2, 'j does not move to the second row');
    await page.keyboard.press('k');
    await until(async () => (await position()) === 1, 'k does not move back');
    await page.locator('blockquote mark').first().waitFor();
    assert.ok(chosen());
  });

  const idAt = async (i) => (await row(i).getAttribute('id')).replace('m-', '');

  it('confirms: the row leaves the list, the next is at hand, and undo brings it back to its place', async () => {
    const [id, next] = [chosen(), await idAt(2)];
    await page.keyboard.press('c');
    await until(async () => (await idAt(1)) === next && chosen() === next, 'the next row is not at hand');
    await until(async () => (await mention(id)).state === 'confirmed', 'the server was not told');
    await page.keyboard.press('z');
    await until(async () => (await idAt(1)) === id && chosen() === id, 'it is not back in its place, and at hand');
    await until(async () => (await mention(id)).state === 'new', 'undo did not reach the server');
    await said('Undone: Confirmed');
  });

  it('dismisses with a reason, and shows what was dismissed where one asks for it', async () => {
    const id = chosen();
    await page.keyboard.press('d');
    await page.getByRole('menuitem', { name: 'Other sense' }).waitFor();
    await page.keyboard.press('2');
    await until(async () => (await mention(id)).reason === 'other_sense', 'the reason was not saved');
    await until(async () => (await idAt(1)) !== id, 'the row is still there');
    await page.getByRole('button', { name: 'Status: New' }).click();
    await page.getByRole('menuitem', { name: 'Dismissed' }).click();
    await page.waitForURL((u) => u.searchParams.get('state') === 'dismissed');
    await row(1).filter({ hasText: 'Dismissed' }).waitFor();
    assert.equal(await idAt(1), id);
    await page.goBack();
    await until(async () => (await idAt(1)) !== id, 'what is new is not shown again');
    await page.keyboard.press('z');
    await until(async () => (await idAt(1)) === id, 'undo does not bring the row back');
  });

  for (const pause of [0, 20, 120]) {
    it(`dismisses as fast as one types, ${pause} ms between keys`, async () => {
      const ids = [];
      for (let i = 1; i <= 6; i++) ids.push(await idAt(i));
      await row(1).click();
      await until(() => chosen() === ids[0], 'the first row is not at hand');
      for (let i = 0; i < 10; i++) {
        await page.keyboard.press(i % 2 === 0 ? 'd' : '1');
        if (pause > 0) await page.waitForTimeout(pause);
      }
      const states = async () => (await Promise.all(ids.map(mention))).map((x) => x.state).join();
      await until(async () => (await states()) === 'dismissed,dismissed,dismissed,dismissed,dismissed,new', () => `they are not dismissed`);
      await until(async () => chosen() === ids[5] && (await idAt(1)) === ids[5], 'the sixth is not at hand');
      for (let i = 0; i < 5; i++) await page.keyboard.press('z');
      await until(async () => (await states()) === 'new,new,new,new,new,new', 'they are not taken back');
      await until(async () => chosen() === ids[0] && (await idAt(1)) === ids[0], 'the first is not at hand again');
    });
  }

  it('counts keys that all come before the screen is drawn', async () => {
    const ids = [];
    for (let i = 1; i <= 6; i++) ids.push(await idAt(i));
    await page.evaluate(() => {
      for (const key of 'd1d1d1d1d1') document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    });
    await until(async () => (await Promise.all(ids.map(mention))).filter((x) => x.state === 'dismissed').length === 5, 'five are not dismissed');
    for (let i = 0; i < 5; i++) await page.keyboard.press('z');
    await until(async () => (await idAt(1)) === ids[0], 'the first is not back');
  });

  it('a second key of two is not taken for a single one', async () => {
    const id = chosen();
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.waitForURL(/\/search/);
    assert.equal((await mention(id)).starred, false);
    await page.locator('#search-all:focus').press('Escape'); // the page has its own box, and puts the focus there
    await page.locator('#search-all:not(:focus)').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.waitForURL(/\/inbox/);
    await row(1).waitFor();
  });

  it('notes and assigns', async () => {
    await page.keyboard.press('j');
    await current().waitFor();
    const id = chosen();
    await page.keyboard.press('n');
    await page.keyboard.type('Ask for the clip');
    await page.keyboard.press('Control+Enter');
    await until(async () => (await mention(id)).note === 'Ask for the clip', 'the note was not saved');
    await said('Note saved');
    await page.keyboard.press('a');
    await page.keyboard.type('Ada');
    await page.keyboard.press('Enter');
    await until(async () => (await mention(id)).assignee === 'Ada', 'it was not assigned');
  });

  it('does one thing to several, and takes all of it back', async () => {
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByRole('toolbar').filter({ hasText: '2 selected' }).waitFor();
    await page.keyboard.press('s');
    await said('Starred: 2 mentions');
    const starred = async () => (await (await fetch(demo.url + '/api/v1/mentions?starred=true')).json()).items.length;
    await until(async () => (await starred()) === 2, 'two are not starred');
    await page.keyboard.press('z');
    await until(async () => (await starred()) === 0, 'undo took not all of it back');
  });

  it('filters by the address, and lets go of a filter', async () => {
    await page.keyboard.press('f');
    await page.getByRole('menuitem', { name: 'Brand' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('f');
    await page.keyboard.press('Enter'); // the first filter, and in it the first brand
    await page.locator('[role=menuitemcheckbox]:focus').waitFor();
    await page.keyboard.press('Escape');
    await page.goto(demo.url + '/inbox?brand=beacon&kind=podcast&period=all');
    await row(1).waitFor();
    assert.deepEqual([...new Set(await page.locator('[role=feed] article strong, [role=feed] article [class*=brand]').allTextContents())], ['Beacon']);
    await page.getByRole('button', { name: 'Remove Beacon' }).click();
    await page.waitForURL((u) => !u.searchParams.has('brand'));
    await page.goBack();
    await page.waitForURL((u) => u.searchParams.get('brand') === 'beacon');
  });

  it('hands out what the filters show as a file', async () => {
    await page.goto(demo.url + '/inbox?brand=beacon&kind=podcast');
    await row(1).waitFor();
    const total = Number(/\d+/.exec(await page.locator('[role=status]').filter({ hasText: /\d+ mentions?/ }).first().textContent())[0]);
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export these mentions as CSV' }).click()]);
    assert.equal(file.suggestedFilename(), 'mentions.csv');
    const text = readFileSync(await file.path(), 'utf8');
    assert.ok(text.startsWith('\ufeffbrand,confidence_class,'), text.slice(0, 40));
    assert.equal(text.split('\r\n').length, total + 2, 'the header, each mention, and the end of the last line');
  });

  it('says what to do where nothing matches', async () => {
    await page.goto(demo.url + '/inbox?brand=beacon&q=zzzz');
    await page.getByText('Nothing matches these filters.').waitFor();
    await page.getByRole('button', { name: /Without "Words" there are \d+\./ }).click();
    await row(1).waitFor();
  });

  it('asked nobody else, and broke no rule of its own policy', () => assert.deepEqual(troubles, []));
});

describe('live', { skip: missing() }, () => {
  let demo, browser, page;

  before(async () => {
    demo = await startDemo('--every', '4s');
    browser = await openBrowser();
    ({ page } = await browser.newPage(demo.url));
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('what comes in waits behind a pill while a mention is at hand', async () => {
    await page.goto(demo.url + '/inbox');
    await page.locator('[role=feed] article').nth(9).waitFor();
    await filled(demo.url);
    await page.reload();
    await page.locator('[role=feed] article').nth(9).waitFor();
    await page.keyboard.press('j');
    const first = page.locator('[role=feed] article[aria-posinset="1"]');
    await page.locator('[role=feed] article[aria-current]').waitFor();
    const before = await first.getAttribute('id');
    const pill = page.getByRole('button', { name: /^\d+ new$/ });
    await pill.waitFor();
    assert.equal(await first.getAttribute('id'), before);
    // What came may be of the back catalogue still, and stand further down.
    await until(async () => {
      if (await pill.isVisible()) await pill.click({ timeout: 1_000 });
      return (await first.getAttribute('id')) !== before;
    }, 'the pill brings nothing');
  });

  for (const [width, height] of [[320, 640], [768, 900], [1024, 768], [1440, 900], [1920, 1080]]) {
    it(`moves no row when news arrives, ${width} pixels wide`, async () => {
      const { page } = await browser.newPage(demo.url, { viewport: { width, height } });
      await page.goto(demo.url + '/inbox');
      const row = (i) => page.locator(`[role=feed] article[aria-posinset="${i}"]`);
      await row(5).waitFor();
      await row(4).hover();
      const pill = page.getByRole('button', { name: /^\d+ new$/ });
      const places = () => Promise.all([1, 4, 5].map(async (i) => [await row(i).getAttribute('id'), (await row(i).boundingBox()).y]));
      const was = await places();
      const text = `At ${width} pixels nobody would do without Larkmeter any more.`;
      const imported = await fetch(demo.url + '/api/v1/imports/documents', { method: 'POST', headers: { 'Content-Type': 'application/jsonl' }, body: JSON.stringify({ id: `w${width}`, kind: 'post', language: 'en', text }) });
      assert.equal(imported.status, 200);
      await pill.waitFor();
      assert.deepEqual(await places(), was);
      const { x, width: wide } = await pill.boundingBox();
      assert.ok(x >= 0 && x + wide <= width, 'the pill stands out');
      await page.context().close();
    });
  }
});
