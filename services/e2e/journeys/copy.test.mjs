// On plain http from another machine a browser has no clipboard for scripts. What is copied there
// arrives all the same, and where no way works it is shown to be copied by hand.
import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { after, before, describe, it } from 'node:test';
import { missing, openBrowser, startServe } from './desk.mjs';

const address = Object.values(networkInterfaces()).flat().find((a) => a.family === 'IPv4' && !a.internal)?.address;

describe('copying on plain http', { skip: missing() ?? (address ? undefined : 'this machine has no address but its own') }, () => {
  let served, url, browser, page;
  const pasted = async () => {
    const box = page.getByRole('textbox', { name: 'Words in a quote or title' });
    await box.fill('');
    await box.evaluate((e) => {
      e.addEventListener('paste', (p) => (window.pasted = p.clipboardData.getData('text')), { once: true });
    });
    await box.press('Control+v');
    await box.press('Escape');
    return page.evaluate(() => window.pasted);
  };
  const row = () => page.locator('[role=feed] article').first();

  before(async () => {
    served = await startServe();
    url = served.url.replace('127.0.0.1', address);
    browser = await openBrowser();
    ({ page } = await browser.newPage(url));
    await page.goto(url + '/inbox');
    await page.getByRole('button', { name: 'First time here?' }).click();
    await page.getByLabel('Token').fill(served.token());
    await page.getByLabel('E-mail').fill('ada@team.example');
    await page.getByLabel('Choose a password').fill('correct horse battery');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Brands' }).waitFor();
    const post = (path, type, body) => page.evaluate(async ([path, type, body]) => (await fetch('/api/v1' + path, { method: 'POST', headers: { 'Content-Type': type }, body })).status, [path, type, body]);
    const episode = {
      id: 'e', kind: 'podcast', language: 'en', title: 'Switching', source: 'Signal Paths', url: 'https://show.example/88', published: '2026-03-03T08:00:00Z',
      cues: [
        { start: 0, end: 5, speaker: 'Ann', text: 'What did you end up with?' },
        { start: 5, end: 9, speaker: 'Bob', text: 'Well. After a very long winter the' },
        { start: 9, end: 14, speaker: 'Bob', text: 'whole team moved to Larkmeter and stayed.' },
        { start: 14, end: 20, speaker: 'Bob', text: 'Then we went on to something else that took us the rest of the year.' },
      ],
    };
    assert.equal(await post('/imports/documents', 'application/jsonl', JSON.stringify(episode)), 200);
    assert.ok((await post('/brands', 'application/json', '{"name":"Larkmeter"}')) < 300);
    await row().waitFor();
  });
  after(async () => {
    await browser?.close();
    await served?.stop();
  });

  it('copies a mention as whole sentences with where they are from', async () => {
    assert.equal(await page.evaluate(() => window.isSecureContext || 'clipboard' in navigator), false);
    await row().click();
    await page.locator('blockquote').waitFor();
    await page.keyboard.press('y');
    await page.getByRole('status').filter({ hasText: 'Copied: “After a very long winter the whole team moved to Larkmeter and stayed.”' }).waitFor();
    assert.equal(
      await pasted(),
      '“After a very long winter the whole team moved to Larkmeter and stayed.”\n— Bob, Signal Paths, “Switching”, 3 March 2026, 0:11\nhttps://show.example/88',
    );
  });

  it('copies a token that is shown once', async () => {
    await page.getByRole('link', { name: 'People' }).click();
    await page.getByLabel('What is it for?').fill('reader');
    await page.getByRole('button', { name: 'Create a token' }).click();
    const token = await page.locator('code', { hasText: /^nd_/ }).first().textContent();
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByRole('button', { name: 'Copied', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Inbox' }).first().click();
    assert.equal(await pasted(), token);
  });

  it('shows what it may not copy, selected', async () => {
    await page.evaluate(() => (document.execCommand = () => false));
    await row().click();
    await page.locator('blockquote').waitFor();
    await page.keyboard.press('y');
    await page.getByRole('dialog', { name: 'Press Ctrl-C to copy' }).waitFor();
    const selected = () => page.evaluate(() => document.activeElement.value?.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd));
    await page.locator('textarea:focus').waitFor();
    assert.match(await selected(), /^“After a very long winter.*\n— Bob/);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});
