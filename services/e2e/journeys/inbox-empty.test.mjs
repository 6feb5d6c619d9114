// An inbox that empties: what is new by default, ranges, all that match at once, and one undo for it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { barriers, missing, openBrowser, startEmpty, until } from './desk.mjs';

describe('an inbox that empties', { skip: missing() }, () => {
  let served, browser, page, troubles;
  const many = 230; // more than one request changes
  const row = (i) => page.locator(`[role=feed] article[aria-posinset="${i}"]`);
  const api = async (path, options = {}) => (await fetch(served.url + '/api/v1' + path, { ...options, headers: { ...served.bearer(), ...options.headers } })).json();
  const total = async (query) => (await api('/mentions/totals?facets=none&' + query)).total;
  const bar = (text) => page.getByRole('toolbar').filter({ hasText: text }).waitFor();

  before(async () => {
    served = await startEmpty();
    browser = await openBrowser();
    const teams = (n) => Array.from({ length: 30 }, (_, i) => `team${(n * 37 + i * 101) % 9973}`).join(' ');
    const lines = Array.from({ length: many }, (_, n) =>
      JSON.stringify({ id: `p${n}`, kind: 'post', language: 'en', published: new Date(Date.UTC(2026, 0, 1) + n * 3_600_000).toISOString(), source: 'Workshop', text: `We moved to ${n < 3 ? 'Quillroute' : 'Larkmeter'} last year with ${teams(n)}.` }),
    );
    await api('/imports/documents', { method: 'POST', headers: { 'Content-Type': 'application/jsonl' }, body: lines.join('\n') });
    for (const name of ['Larkmeter', 'Quillroute']) await api('/brands', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name }) });
    await until(async () => (await total('state=new')) === many, 'they are not found');
    ({ page, troubles } = await browser.newPage(served.url, { bypassCSP: true }));
    await page.goto(served.link());
    await row(1).waitFor();
  });
  after(async () => {
    await browser?.close();
    await served?.stop();
  });

  it('shows what is new, says so in the address, and counts it', async () => {
    await page.waitForURL((u) => u.searchParams.get('state') === 'new');
    await until(async () => (await page.title()) === '(230) Inbox · Namedrop', 'the title does not count');
    await page.getByRole('navigation').getByRole('link', { name: /Inbox\s+230\s+new/ }).waitFor();
    assert.deepEqual(await barriers(page, 'inbox'), []);
  });

  it('chooses a range by Shift with a click, with j and with X', async () => {
    await row(2).click();
    await row(4).click({ modifiers: ['Shift'] });
    await bar('3 selected');
    await page.keyboard.press('Escape');
    await row(2).click();
    for (const key of ['J', 'J', 'J', 'K']) await page.keyboard.press(`Shift+${key}`);
    await bar('3 selected');
    await page.keyboard.press('Escape');
    await page.getByRole('toolbar').waitFor({ state: 'detached' });
    await row(1).click();
    for (const key of ['x', 'j', 'j', 'j', 'Shift+X']) await page.keyboard.press(key);
    await bar('4 selected');
    assert.equal(await page.evaluate(() => String(document.getSelection())), '');
  });

  it('gives several to somebody, whose row at hand it was', async () => {
    await page.keyboard.press('a');
    await page.keyboard.type('Ada');
    await page.keyboard.press('Enter');
    const adas = async () => (await api('/mentions?state=new')).items.filter((x) => x.assignee === 'Ada').length;
    await until(async () => (await adas()) === 4, 'four are not assigned');
    await page.keyboard.press('z');
    await until(async () => (await adas()) === 0, 'they are still assigned');
  });

  it('keeps the other brands counted beside the chosen one', async () => {
    await page.goto(served.url + '/inbox?brand=quillroute');
    await row(3).waitFor();
    await page.keyboard.press('f');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitemcheckbox', { name: /Larkmeter\s+227/ }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('judges all that match, also those that are not loaded', async () => {
    await page.goto(served.url + '/inbox?brand=larkmeter');
    await row(1).waitFor();
    await page.keyboard.press('x');
    await row(1).click();
    await page.keyboard.press('*');
    await bar('227 selected');
    await page.keyboard.press('d');
    await page.getByRole('menuitem', { name: 'Advert' }).waitFor();
    await page.keyboard.press('3');
    await page.getByRole('status').filter({ hasText: 'Dismissed: 227 mentions' }).waitFor();
    assert.equal(await total('state=dismissed'), 227);
    await page.getByText('All caught up').waitFor();
    await page.getByRole('button', { name: 'Without "Brand" there are 3.' }).waitFor();
    assert.deepEqual(await barriers(page, 'caught up'), []);
  });

  it('takes all of it back at once', async () => {
    await page.keyboard.press('z');
    await page.getByRole('status').filter({ hasText: 'Undone: Dismissed: 227 mentions' }).waitFor();
    assert.equal(await total('state=new'), 230);
    await row(1).waitFor();
  });

  it('empties, and says what is next', async () => {
    await page.goto(served.url + '/inbox?brand=quillroute');
    await row(3).waitFor();
    await row(1).click();
    for (const key of 'ccc') await page.keyboard.press(key);
    await page.getByText('All caught up').waitFor();
    await until(async () => (await page.title()) === '(227) Inbox · Namedrop', 'the title counts on');
    await page.getByRole('button', { name: 'Show 3 confirmed mentions' }).click();
    await row(3).filter({ hasText: 'Confirmed' }).waitFor();
    await page.goBack();
    await page.keyboard.press('z');
    await row(1).waitFor();
    await until(async () => (await total('state=confirmed')) === 2, 'undo did not reach the server');
  });

  it('broke no rule of its own policy', () => assert.deepEqual(troubles, []));
});
