// Leads: an empty page that says what to ask, a form that sends here, a file, and what people answered.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { barriers, missing, openBrowser, startPublic, until } from './desk.mjs';

describe('leads', { skip: missing() }, () => {
  let served, browser, page, troubles, address;
  const api = async (path) => (await fetch(served.url + '/api/v1' + path)).json();
  const button = (name) => page.getByRole('button', { name, exact: true });
  const shots = process.env.NAMEDROP_SHOTS;
  const shot = async (name, on = page) => shots && (await on.screenshot({ path: `${shots}/leads-${name}.png`, fullPage: true }));
  const long = `A colleague sent me an episode of a podcast, ${'and then I heard it again and again, '.repeat(12)}so I came to look.`;
  const file = [
    'Aangemaakt op;Hoe ken je ons?;Fase;Bedrag;E-mail;Landingspagina',
    `01-11-2025 09:00;"${long}";Klant;1.200,50;kim@buyer.example;https://shop.example/pricing?utm_source=podcast&gclid=1`,
    '13-11-2025 10:30;Zoekmachine;Lead;;pat@buyer.example;',
    '14-11-2025 11:00;<img src=x onerror=alert(1)>;Lead;50;test@buyer.example;/',
  ].join('\r\n');

  before(async () => {
    served = await startPublic();
    browser = await openBrowser();
    ({ page, troubles } = await browser.newPage(served.url, { timezoneId: 'Europe/Amsterdam', permissions: ['clipboard-read', 'clipboard-write'] }));
    await page.goto(served.url + '/leads');
  });
  after(async () => {
    await browser?.close();
    await served?.stop();
  });

  it('say what to ask, and what to do next', async () => {
    await page.getByText('Ask "How did you hear about us?"').waitFor();
    await button('Add a source').waitFor();
    await page.getByRole('link', { name: 'Import a CSV' }).waitFor();
    await shot('empty');
  });

  it('come from a form, whose address can be copied', async () => {
    await button('Add a source').first().click();
    const form = page.getByRole('form', { name: 'Add a source' });
    await form.getByLabel('Where they come from').selectOption('Form');
    await form.getByLabel('Site', { exact: true }).first().fill('shop');
    await form.getByLabel('Name', { exact: true }).fill('Contact form');
    await form.getByLabel('Proof of the sender').click();
    await page.getByRole('option', { name: 'Bearer token' }).click();
    await form.getByRole('button', { name: 'Add a source' }).click();
    // What the server refuses is said in the form.
    await form.getByRole('alert').waitFor();
    await shot('form');
    await form.getByLabel('Secret', { exact: true }).fill('a-token-of-sixteen-characters');
    await form.getByRole('button', { name: 'Add a source' }).click();
    await form.waitFor({ state: 'detached' });
    await page.getByText('Nothing received yet').waitFor();
    await button('Copy the address for Contact form').click();
    await page.getByText('Copied').waitFor();
    address = await page.evaluate(() => navigator.clipboard.readText());
    assert.ok(address.startsWith(served.public + '/in/leads/'), address);
    assert.doesNotMatch(await page.content(), /a-token-of-sixteen/);
    const sent = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: 'Bearer a-token-of-sixteen-characters' },
      body: JSON.stringify({ how_did_you_hear_about_us: 'The Slow Quarter, with Ana', email: 'lee@buyer.example' }),
    });
    assert.ok(sent.ok, `${sent.status} ${await sent.text()}`);
  });

  it('come from a file, whose columns are recognized and whose second import changes nothing', async () => {
    for (const says of ['3 added.', 'Nothing changed: all of this was imported before.']) {
      await page.getByRole('link', { name: 'Import a CSV' }).first().click();
      await page.waitForURL(/\/imports\?of=leads$/);
      await page.getByText('Drop a CSV with leads.').waitFor();
      await page.locator('main input[type=file]').setInputFiles({ name: 'crm.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
      assert.equal(await page.getByLabel('Meaning of column Hoe ken je ons?').inputValue(), 'answer');
      await until(async () => (await page.getByLabel('Site', { exact: true }).first().inputValue()) === 'shop', 'the site isn\'t filled in');
      await until(async () => button('Import').isEnabled(), 'the file can\'t be imported');
      await shot('import');
      await button('Import').click();
      await page.getByText('3 rows read.').first().waitFor();
      await page.getByText(says).first().waitFor();
      await page.getByRole('main').getByRole('link', { name: 'Leads' }).click();
    }
    await page.getByText('4 leads, 4 with an answer.').waitFor();
  });

  it('are read by keyboard, as text', async () => {
    const rows = page.getByRole('region', { name: 'Leads', exact: true }).locator('tbody tr');
    assert.equal(await rows.count(), 4);
    await page.getByRole('heading', { name: 'Leads', level: 1 }).click();
    for (const key of ['j', 'j', 'j', 'j', 'k', 'j', 'Enter']) await page.keyboard.press(key);
    const opened = page.locator('main button[aria-expanded=true]');
    await opened.waitFor();
    assert.equal(await opened.innerText(), long);
    await rows.nth(3).getByText('/pricing?utm_source=podcast', { exact: true }).waitFor();
    assert.match(await rows.nth(3).innerText(), /klant[\s\S]*1,200\.5/);
    await page.getByText('<img src=x onerror=alert(1)>').waitFor();
    assert.equal(await page.locator('main img').count(), 0);
    await rows.nth(1).getByText('Test', { exact: true }).waitFor();
    await shot('list');
  });

  it('are narrowed by what stands in the address', async () => {
    await page.getByLabel('Stage').first().click();
    await page.getByRole('option', { name: 'klant' }).click();
    await page.waitForURL(/stage=klant/);
    await page.getByText('1 lead, 1 with an answer.').waitFor();
    await page.getByRole('textbox', { name: 'Find in answers and notes' }).fill('search engine');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=search\+engine/);
    await page.getByText('Nothing matches these filters.').waitFor();
    await page.goBack();
    await page.getByText('1 lead, 1 with an answer.').waitFor();
    await page.goto(served.url + '/leads?q=Zoekmachine&site=shop&period=3650d');
    await page.getByText('1 lead, 1 with an answer.').waitFor();
  });

  it('can be erased one by one, after a question', async () => {
    await page.getByText('Zoekmachine').click();
    await button('Erase').click();
    await page.getByText('It can\'t be brought back').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Erase', exact: true }).click();
    await page.getByText('Nothing matches these filters.').waitFor();
    assert.equal((await api('/leads')).items.length, 3);
    await button('Clear filters').click();
    await page.getByText('3 leads, 3 with an answer.').waitFor();
  });

  it('have no barriers, light and dark, in English and in Dutch', async () => {
    const found = await barriers(page, 'leads');
    const { page: other, troubles: more } = await browser.newPage(served.url, { colorScheme: 'dark', locale: 'nl-NL', viewport: { width: 320, height: 640 } });
    await other.goto(served.url + '/leads?edit=new');
    await other.getByText('Waar leads vandaan komen').waitFor();
    await other.getByText('3 leads, 3 met een antwoord.').waitFor();
    await other.getByLabel('Waar ze vandaan komen').selectOption('Formulier');
    found.push(...(await barriers(other, 'leads, dark, narrow and in Dutch')));
    await other.getByRole('button', { name: 'Annuleren' }).click();
    await other.locator('[data-result]').first().click();
    found.push(...(await barriers(other, 'a lead, dark, narrow and in Dutch')));
    if (shots) {
      await other.locator('[data-result]').first().scrollIntoViewIfNeeded();
      await shot('narrow', other);
    }
    troubles.push(...more);
    assert.deepEqual(found, []);
  });

  it('asked nobody else, and broke no rule of its own policy', () => assert.deepEqual(troubles.filter((t) => !t.includes('status of 422')), []));
});
