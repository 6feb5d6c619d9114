// The question "How did you hear about us?" on somebody's own page: suggestions by keyboard and mouse, for a screen
// reader, in two languages, and what is typed is kept as it is.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { barriers, binary, missing, openBrowser, startPublic, until } from './desk.mjs';

describe('the question on a form', { skip: missing() }, () => {
  let served, browser, site, address, id;
  const shots = process.env.NAMEDROP_SHOTS;
  const api = async (path, init) => {
    const answer = await fetch(served.url + '/api/v1' + path, init);
    assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
    return answer.json();
  };
  const leads = async () => (await api('/leads')).items;

  /** open opens a page with the question, and notes what it asks the public side for. */
  async function open(path = '/', options = {}) {
    const { page, troubles } = await browser.newPage(address, options);
    const asked = [];
    page.on('request', (r) => r.url().startsWith(served.public) && asked.push(r.url().slice(served.public.length)));
    await page.goto(address + path, { waitUntil: 'load' });
    return { page, asked, field: page.getByRole('combobox'), options: page.getByRole('option'), troubles: () => troubles.filter((t) => !t.includes(served.public)) };
  }

  before(async () => {
    served = await startPublic();
    browser = await openBrowser();
    const run = (...args) => execFileSync(binary, [...args, '--config', join(served.dir, 'namedrop.yaml')], { encoding: 'utf8' });
    run('brand', 'add', 'Larkmeter');
    const shows = ['Square Talk', 'Café Élan', 'Squaring Up', '<b>Square</b> One'];
    const published = (n) => new Date(Date.now() - (n + 2) * 86_400_000).toISOString();
    writeFileSync(
      join(served.dir, 'docs.jsonl'),
      [...shows, 'Other Roads'].map((source, n) => JSON.stringify({
        id: `d${n}`, kind: 'podcast', source, title: `Talk ${n}`, published: published(n),
        text: n < shows.length ? `We of talk ${n} moved to Larkmeter. Larkmeter is what we use now, number ${n}.` : 'Nothing of note here.',
      })).join('\n'),
    );
    run('import', 'documents', join(served.dir, 'docs.jsonl'));
    await until(async () => (await api('/mentions')).items.length === shows.length, 'the mentions don\'t come');
    site = createServer((req, res) => {
      res.setHeader('Content-Type', 'text/html; charset=utf-8');
      const dutch = req.url === '/nl';
      res.end(`<!doctype html><html lang="${dutch ? 'nl' : 'en'}"><title>shop</title><link rel="icon" href="data:,"><main><h1>Shop</h1>
        <form method="post" action="${served.public}/in/leads/${id}">
          ${req.url === '/own' ? `<label for="own">Where from?</label><input id="own" name="answer" data-namedrop="${id}">` : `<div data-namedrop="${id}"></div>`}
          <button>Send</button></form></main>
        <script defer src="${served.public}/form.js"></script></html>`);
    });
    await new Promise((done) => site.listen(0, '127.0.0.1', done));
    address = `http://127.0.0.1:${site.address().port}`;
    const added = await api('/leads/sources', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ type: 'form', site: 'shop', settings: { redirect: address } }),
    });
    id = added.id;
  });
  after(async () => {
    site?.close();
    await browser?.close();
    await served?.stop();
  });

  it('suggests shows that mentioned the brand, and is worked by keyboard alone', async () => {
    const { page, field, options, asked, troubles } = await open();
    assert.equal(await field.getAttribute('aria-expanded'), 'false');
    assert.equal(await page.getByLabel('How did you hear about us?').count() > 0, true);
    await page.keyboard.press('Tab');
    await field.pressSequentially('squ');
    await page.getByRole('listbox').waitFor();
    assert.deepEqual((await options.allInnerTexts()).sort(), ['<b>Square</b> One', 'Square Talk', 'Squaring Up']);
    assert.equal(await page.locator('main b').count(), 0);
    assert.equal(await field.getAttribute('aria-expanded'), 'true');
    await page.getByRole('status').filter({ hasText: '3 suggestions' }).waitFor({ state: 'attached' });
    if (shots) await page.screenshot({ path: `${shots}/form.png` });
    await page.keyboard.press('ArrowDown');
    const first = await options.first().innerText();
    assert.equal(await page.locator(`#${await field.getAttribute('aria-activedescendant')}`).innerText(), first);
    assert.equal(await page.locator('[role=option][aria-selected=true]').innerText(), first);
    assert.deepEqual(await barriers(page, 'the open list'), []);
    await page.keyboard.press('ArrowUp');
    const last = await options.last().innerText();
    assert.equal(await page.locator('[role=option][aria-selected=true]').innerText(), last);
    await page.keyboard.press('Enter'); // takes it, and sends nothing
    assert.equal(await field.inputValue(), last);
    assert.equal(await field.getAttribute('aria-expanded'), 'false');
    assert.equal(page.url(), address + '/');
    // What is typed never leaves the page: the names came once, all of them.
    assert.deepEqual(asked.filter((p) => p !== '/form.js'), [`/form/${id}`]);
    assert.deepEqual(troubles(), []);
    await page.context().close();
  });

  it('finds a name without its accents, closes with Escape, and keeps what was typed', async () => {
    const { page, field, options } = await open();
    await field.pressSequentially('cafe el');
    await options.filter({ hasText: 'Café Élan' }).waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('listbox').count(), 0);
    assert.equal(await field.inputValue(), 'cafe el');
    await field.fill('square, via my sister <3');
    await page.getByRole('status').filter({ hasText: '0 suggestions' }).waitFor({ state: 'attached' });
    await page.keyboard.press('Enter'); // the list is closed: the form is sent
    await page.waitForURL(address + '/');
    await until(async () => (await leads()).some((l) => l.answer === 'square, via my sister <3'), 'the answer doesn\'t arrive');
    await page.context().close();
  });

  it('takes a name by mouse in a field of the page itself, in a dark page too', async () => {
    const { page, field, options } = await open('/own', { colorScheme: 'dark' });
    assert.equal(await field.getAttribute('id'), 'own');
    await page.getByLabel('Where from?').first().click();
    await field.pressSequentially('squaring');
    await options.filter({ hasText: 'Squaring Up' }).click();
    assert.equal(await field.inputValue(), 'Squaring Up');
    await page.getByRole('button', { name: 'Send' }).click();
    await until(async () => (await leads()).some((l) => l.answer === 'Squaring Up' && l.match?.show === 'Squaring Up'), 'the answer isn\'t matched');
    await page.context().close();
  });

  it('speaks Dutch on a Dutch page', async () => {
    const { page, field } = await open('/nl');
    assert.equal(await page.locator('label').innerText(), 'Hoe ken je ons?');
    await field.pressSequentially('square t');
    await page.getByRole('status').filter({ hasText: /^1 suggestie$/ }).waitFor({ state: 'attached' });
    assert.deepEqual(await barriers(page, 'the Dutch page'), []);
    await page.context().close();
  });

  it('is a plain field where nothing is suggested', async () => {
    const { page, troubles } = await browser.newPage(address);
    await page.route(served.public + '/form/**', (r) => r.abort());
    await page.goto(address + '/', { waitUntil: 'load' });
    const field = page.getByRole('combobox');
    await field.pressSequentially('Square Talk');
    await page.getByRole('button', { name: 'Send' }).click();
    await until(async () => (await leads()).some((l) => l.answer === 'Square Talk'), 'the answer doesn\'t arrive');
    assert.deepEqual(troubles.filter((t) => t.startsWith('page error')), []);
  });

  it('is small', async () => {
    const script = await (await fetch(served.public + '/form.js')).arrayBuffer();
    assert.ok(script.byteLength < 5000, `${script.byteLength} bytes`);
  });
});
