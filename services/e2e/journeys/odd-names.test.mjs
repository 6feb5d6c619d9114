// What others write is shown whatever it is: words without end, letters that run from right
// to left, markup, and more sources than one page of the API holds.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { missing, openBrowser, startEmpty, until } from './desk.mjs';

const endless = 'Donaudampfschifffahrtsgesellschaft'.repeat(7);
const markup = '<img src=x onerror="document.title=1">';
const documents = [
  { id: 'long', title: `${endless} Larkmeter`, source: endless, text: `Larkmeter ${endless}` },
  { id: 'arabic', title: 'نتحدث عن Larkmeter مع ضيف', source: 'بودكاست', text: 'نتحدث عن Larkmeter مع ضيف' },
  { id: 'markup', title: `Larkmeter ${markup}`, source: markup, text: `Larkmeter ${markup}` },
];

describe('odd names', { skip: missing() }, () => {
  let desk, browser, page, troubles;
  const send = async (method, path, body, type = 'application/json') => {
    const answer = await fetch(`${desk.url}/api/v1${path}`, { method, headers: { 'Content-Type': type, ...desk.bearer() }, body });
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    return answer.json();
  };

  before(async () => {
    desk = await startEmpty();
    browser = await openBrowser();
    await send('POST', '/brands', JSON.stringify({ name: 'Larkmeter' }));
    await send('POST', '/imports/documents', documents.map((d) => JSON.stringify({ kind: 'post', url: 'https://blog.example/' + d.id, ...d })).join('\n'), 'application/jsonl');
    // Addresses that are never asked: the guard refuses them.
    const outlines = Array.from({ length: 600 }, (_, i) => `<outline type="rss" text="Show ${i}" xmlUrl="http://10.0.0.1/${i}"/>`);
    await send('POST', '/sources/import', `<opml version="2.0"><body>${outlines.join('')}</body></opml>`, 'text/x-opml');
    await until(async () => (await send('GET', '/mentions')).items.length === 3, 'not every mention was found');
    ({ page, troubles } = await browser.newPage(desk.url));
    await page.goto(desk.link());
    await page.getByRole('link', { name: 'Brands' }).waitFor();
  });
  after(async () => {
    await browser?.close();
    await desk?.stop();
  });

  // What stands out to the right of the page, or of a box that would have to be scrolled.
  const standsOut = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('main *')]
        .filter((e) => {
          const box = e.getBoundingClientRect();
          const scrolls = ['auto', 'scroll'].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1;
          const cut = e.parentElement.closest('[style*="overflow"]') ?? [...ancestors(e)].find((p) => getComputedStyle(p).overflowX === 'hidden');
          return box.width > 0 && (scrolls || (box.right > innerWidth + 1 && !cut));
          function* ancestors(x) {
            for (let p = x.parentElement; p; p = p.parentElement) yield p;
          }
        })
        .map((e) => `${e.tagName} ${e.className} ${e.textContent.slice(0, 40)}`),
    );

  it('nothing stands out of the page, wide or narrow', async () => {
    const { items } = await send('GET', '/mentions');
    const long = items.find((x) => x.document.title.startsWith('Donau')).id;
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 });
      for (const [path, there] of [
        ['/inbox', 'Larkmeter'], [`/inbox?m=${long}`, endless], [`/mentions/${long}`, endless], ['/search?q=larkmeter', endless],
        ['/sources?q=donau', endless], ['/alerts/rules/new', 'Would have sent'],
      ]) {
        await page.goto(desk.url + path);
        await page.locator('main').getByText(there).first().waitFor({ state: 'attached' });
        assert.deepEqual(await standsOut(), [], `${path} at ${width}`);
      }
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('a sentence that runs from right to left begins at the right', async () => {
    await page.goto(desk.url + '/inbox');
    const quote = page.locator('article p', { hasText: 'نتحدث' });
    const [first, name] = await quote.evaluate((p) => {
      const range = document.createRange();
      range.selectNodeContents(p.firstChild);
      return [range.getBoundingClientRect().left, p.querySelector('mark').getBoundingClientRect().left];
    });
    assert.ok(first > name, `the first words stand at ${first}, the name after them at ${name}`);
  });

  it('every source is listed, by name', async () => {
    await page.goto(desk.url + '/sources');
    await page.getByText('All 603').waitFor();
    assert.equal(await page.locator('tbody tr').count(), 200);
    await page.getByText('and 403 more').getByRole('button').click();
    await page.getByText('and 203 more').waitFor();
    await page.getByLabel('Find a source').fill('show 599');
    await page.getByText('Show 599').waitFor();
  });

  it('one of many sources is found among the filters', async () => {
    await page.goto(desk.url + '/inbox');
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Source' }).click();
    await page.getByPlaceholder('Source').fill('donau');
    const only = page.getByRole('menuitemcheckbox', { name: endless });
    await page.getByRole('menuitemcheckbox', { name: 'Show 0' }).waitFor({ state: 'detached' });
    assert.ok((await only.boundingBox()).width <= 360);
    await only.click();
    await page.waitForURL(/source=/);
  });

  it('and so by keys alone', async () => {
    await page.goto(desk.url + '/inbox');
    await page.locator('article').first().waitFor();
    await page.keyboard.press('f');
    await page.getByRole('menuitem', { name: 'Source' }).press('ArrowRight');
    await page.locator('[role=menuitemcheckbox]:focus').waitFor();
    await page.keyboard.type('donau');
    await page.getByRole('menuitemcheckbox', { name: 'Show 0' }).waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/source=/);
  });

  it('the name of a brand is whole beside a show of a long one', async () => {
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(desk.url + '/inbox');
      const name = page.locator('article', { hasText: 'Donau' }).locator('[class*=brand]');
      const [needs, has] = await name.evaluate((e) => {
        const range = document.createRange();
        range.selectNodeContents(e);
        return [range, e].map((x) => x.getBoundingClientRect().width);
      });
      assert.ok(needs <= has, `at ${width} it needs ${needs} and has ${has}`);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('a long name of a brand leaves room for where and when', async () => {
    await send('POST', '/brands', JSON.stringify({ name: 'Gesellschaft für Dampfschifffahrt auf der Donau und allen ihren Nebenflüssen', aliases: ['Larkmeter'] }));
    await page.goto(desk.url + '/inbox');
    const row = page.locator('article', { hasText: 'Nebenflüssen' }).first();
    await row.waitFor();
    const list = await page.locator('article').first().evaluate((e) => e.getBoundingClientRect().right);
    const when = await row.locator('[class*=when]').evaluate((e) => e.getBoundingClientRect().right);
    assert.ok(when <= list, `the time ends at ${when}, the row at ${list}`);
  });

  it('markup is text', async () => {
    await page.goto(desk.url + '/search?q=larkmeter');
    await page.getByText(markup).first().waitFor();
    assert.equal(await page.locator('main img').count(), 0);
    assert.deepEqual(troubles, []);
  });
});
