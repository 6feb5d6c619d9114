// A brand that is called as an everyday word: the form says so, shows what tells it apart and what its inbox
// would look like. After saving, the way leads on. One wrong hit is dismissed, and others are learnt from it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { barriers, missing, openBrowser, startEmpty, until } from './desk.mjs';

const shows = [0, 1, 2, 3, 4]
  .flatMap((i) => [
    { id: `noise${i}`, title: `Slow Radio ${i}`, text: `On Monday we went for a walk along the canal in week ${i}, and by Monday evening the weather had turned.` },
    { id: `right${i}`, title: `The Planning Hour ${i}`, text: `We put our kanban boards into monday, and monday at monday.example is free for the kanban part of ${i} people.` },
  ])
  .map((d) => JSON.stringify({ kind: 'podcast', language: 'en', ...d }))
  .join('\n');

describe('a brand that is an ordinary word', { skip: missing() }, () => {
  let served, browser, page, troubles;
  const api = async (path, options = {}) => {
    const answer = await fetch(served.url + '/api/v1' + path, { ...options, headers: { ...served.bearer(), ...options.headers } });
    assert.ok(answer.ok, `${path} answers ${answer.status}`);
    return answer.json();
  };
  const says = (text) => page.locator('[role=status]').filter({ hasText: text }).first().waitFor();
  const proposal = (text, list) => page.getByRole('button', { name: `Add ${text} to ${list}`, exact: true });

  before(async () => {
    served = await startEmpty();
    browser = await openBrowser();
    ({ page, troubles } = await browser.newPage(served.url));
    await api('/imports/documents', { method: 'POST', headers: { 'Content-Type': 'application/jsonl' }, body: shows });
  });
  after(async () => {
    await browser?.close();
    await served?.stop();
  });

  it('the first brand is one\'s own, and saving it leads on in sight', async () => {
    await page.goto(served.link());
    await page.getByRole('link', { name: 'Brands' }).waitFor();
    await page.goto(served.url + '/brands/new');
    await page.getByLabel('Name', { exact: true }).fill('Quillroute');
    assert.equal(await page.getByLabel('Brand type').first().inputValue(), 'Our own brand');
    await page.keyboard.press('Control+s');
    await page.waitForURL(/\/brands\/quillroute$/);
    const next = page.getByRole('region', { name: 'Next step' });
    await next.getByText(/^Saved\. Archive re-scanned/).waitFor();
    await next.getByRole('link', { name: 'See its mentions' }).waitFor();
    const { y, height } = await next.boundingBox();
    assert.ok(y >= 0 && y + height <= 800, `it stands at ${y}`);
  });

  it('a later brand is a competitor, until one says otherwise', async () => {
    await page.goto(served.url + '/brands/new');
    await page.getByLabel('Name', { exact: true }).fill('Monday');
    assert.equal(await page.getByLabel('Brand type').first().inputValue(), 'Competes with Quillroute');
  });

  it('an everyday word is recognised, with what tells it apart', async () => {
    await says('“Monday” is an everyday word in English. Add its domain');
    await proposal('monday.example', 'Domains').waitFor();
    await page.getByText(/^\d+ sure, \d+ likely, \d+ unsure$/).first().waitFor();
    await page.getByText('With all these suggestions:').waitFor();
    assert.deepEqual(await barriers(page, 'the form'), []);
  });

  it('a press adds a suggestion and another takes it back; the inbox follows', async () => {
    const counts = page.locator('main strong').filter({ hasText: /^\d+ sure/ }).first();
    const first = await counts.textContent();
    await proposal('monday.example', 'Domains').click();
    await page.locator('[aria-pressed=true]').filter({ hasText: 'monday.example' }).waitFor();
    await proposal('kanban', 'Context words').click();
    await until(async () => (await counts.textContent()) !== first, 'the inbox stays as it was');
    const better = await counts.textContent();
    await proposal('monday.example', 'Domains').click();
    await proposal('kanban', 'Context words').click();
    await until(async () => (await counts.textContent()) === first, () => `the inbox doesn't go back from ${better}`);
    await proposal('monday.example', 'Domains').click();
    await proposal('kanban', 'Context words').click();
    await says('Its domain, context words and exclusions');
    await page.keyboard.press('Control+s');
    await page.waitForURL(/\/brands\/monday$/);
    const brand = await api('/brands/monday');
    assert.deepEqual([brand.domains, brand.context, brand.own, brand.competes_with], [['monday.example'], ['kanban'], false, 'quillroute']);
    await says('everyday word in English');
    await page.getByRole('region', { name: 'Next step' }).getByText(/^Saved\. Archive re-scanned/).waitFor();
  });

  it('in a list each hit of a sentence has its own mark', async () => {
    await page.goto(served.url + '/brands/monday');
    await page.getByLabel('Sample text').fill('We use monday here, and monday there.');
    const lines = page.locator('main section').filter({ hasText: 'Try it out' }).locator('li');
    await until(async () => (await lines.count()) === 2, 'the text has two hits');
    const marked = await lines.evaluateAll((all) => all.map((li) => [li.querySelectorAll('mark').length, li.querySelector('mark').previousSibling.textContent]));
    assert.deepEqual(marked, [[1, 'We use '], [1, 'We use monday here, and ']]);
  });

  it('one hit is dismissed by itself, and comes back', async () => {
    const found = await api('/mentions?brand=monday&unsure=too');
    const mention = found.items.find((m) => m.hits.length > 1);
    assert.ok(mention, 'a mention has several hits');
    await page.goto(`${served.url}/mentions/${mention.id}`);
    const hits = page.getByRole('region', { name: 'Hits' });
    const wrong = hits.getByRole('button', { name: /is not the brand here$/ });
    await wrong.first().waitFor();
    const before = await wrong.count();
    await wrong.first().click();
    await hits.getByText('Dismissed (1)').waitFor();
    assert.equal((await api(`/mentions/${mention.id}`)).dismissed_hits.length, 1);
    await page.keyboard.press('z');
    await hits.getByText('Dismissed (1)').waitFor({ state: 'detached' });
    await until(async () => (await wrong.count()) === before, 'the hit is back');
    assert.equal((await api(`/mentions/${mention.id}`)).dismissed_hits, undefined);
  });

  it('what is learnt from a dismissal is said', async () => {
    const noise = (await api('/mentions?brand=monday&unsure=too')).items.find((m) => m.document.title.startsWith('Slow Radio'));
    await page.goto(`${served.url}/mentions/${noise.id}`);
    await page.getByRole('button', { name: /^Dismiss/ }).first().click();
    await page.getByRole('menuitem').first().click();
    await until(async () => (await api(`/mentions/${noise.id}`)).state === 'dismissed', 'it is dismissed');
    await page.goto(served.url + '/brands/monday');
    await says(/Learnt from 1 dismissal; the latest changed \d+ other mentions?\./);
  });

  it('asked nobody else, and broke no rule of its own policy', () => assert.deepEqual(troubles, []));
});
