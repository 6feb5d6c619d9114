// Imports: a file of visits from the first look at its columns to what it changed, twice, broken, and as a log.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { barriers, missing, openBrowser, startPublic, until } from './desk.mjs';

describe('imports', { skip: missing() }, () => {
  let served, browser, page, troubles;
  const api = async (path) => (await fetch(served.url + '/api/v1' + path)).json();
  const choose = (name, text) => page.locator('main input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.isBuffer(text) ? text : Buffer.from(text) });
  const column = (name) => page.getByLabel(`Meaning of column ${name}`, { exact: true });
  const button = (name) => page.getByRole('button', { name, exact: true });
  const shots = process.env.NAMEDROP_SHOTS;
  const shot = async (name, on = page) => shots && (await on.screenshot({ path: `${shots}/imports-${name}.png`, fullPage: true }));

  // Headings that nobody knows, decimal commas, and UTF-16 as spreadsheets write it.
  const rows = ['Wann;Menge;Leute;Woher', '01.11.2025;1.234,5;9;Direkt', '13.11.2025;7;3;Podcast', '14.11.2025;8,25;4;Podcast'];
  const utf16 = Buffer.from('\ufeff' + rows.join('\r\n') + '\r\n', 'utf16le');

  before(async () => {
    served = await startPublic();
    browser = await openBrowser();
    ({ page, troubles } = await browser.newPage(served.url, { timezoneId: 'Europe/Amsterdam' }));
    await page.goto(served.url + '/inbox');
    await page.getByRole('link', { name: 'Imports' }).waitFor();
  });
  after(async () => {
    await browser?.close();
    await served?.stop();
  });

  it('are reached from the palette, and say what to drop', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('impo');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/imports$/);
    await page.getByText('Drop a CSV or log.').waitFor();
    await page.getByText('No file has been imported yet.').waitFor();
    await shot('empty');
  });

  it('ask what a column means where they can\'t know, and check it before anything is stored', async () => {
    await choose('zahlen.csv', utf16);
    await page.getByText('No column with visits was found. Choose one of: Wann, Menge, Leute, Woher').waitFor();
    assert.equal(await column('Wann').inputValue(), 'time');
    assert.equal(await button('Import').isDisabled(), true);
    await shot('problem');
    await column('Menge').selectOption('Visits');
    await column('Leute').selectOption('Other number: leute');
    await column('Woher').selectOption('Channel');
    await page.getByLabel('Site', { exact: true }).first().fill('shop');
    await until(async () => button('Import').isEnabled(), 'the file can\'t be imported');
    assert.match(await page.getByLabel('Dates', { exact: true }).innerText(), /^Automatic: 03\.04\.2026/);
    assert.match(await page.getByLabel('Numbers', { exact: true }).innerText(), /^Automatic: Decimal commas/);
    assert.deepEqual((await api('/visits/feeds')).items, []);
    await shot('preview');
    const found = await barriers(page, 'the preview');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 320, height: 640 });
    found.push(...(await barriers(page, 'the preview, dark and narrow')));
    await shot('preview-narrow');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ colorScheme: 'light' });
    assert.deepEqual(found, []);
  });

  it('say what a file held and what it changed', async () => {
    await button('Import').click();
    await page.getByText('3 rows read: 3 days, 1 Nov 2025 to 14 Nov 2025.').waitFor();
    await page.getByText('6 added.').first().waitFor();
    const [feed] = (await api('/visits/feeds')).items;
    const samples = (await api(`/samples?feed=${feed.id}`)).items;
    assert.equal(feed.zone, 'Europe/Amsterdam');
    assert.deepEqual(samples.filter((s) => s.metric === 'visits').map((s) => [s.start, s.channel, s.value]), [
      ['2025-10-31T23:00:00Z', 'direkt', 1234.5],
      ['2025-11-12T23:00:00Z', 'podcast', 7],
      ['2025-11-13T23:00:00Z', 'podcast', 8.25],
    ]);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H2', 'the result has the focus');
    await shot('done');
  });

  it('change nothing the second time, and say so', async () => {
    await button('Choose another file').click();
    await choose('zahlen.csv', utf16);
    // The only site there is, is the one.
    await until(async () => (await page.getByLabel('Site', { exact: true }).first().inputValue()) === 'shop', 'no site is filled in');
    await column('Menge').selectOption('Visits');
    await column('Leute').selectOption('Other number: leute');
    await column('Woher').selectOption('Channel');
    await until(async () => button('Import').isEnabled(), 'the file can\'t be imported');
    await button('Import').click();
    await page.getByText('Nothing changed: all of this was imported before.').first().waitFor();
    await page.getByRole('cell', { name: 'zahlen.csv' }).nth(1).waitFor();
  });

  it('name each line that can\'t be read, and store nothing of the file', async () => {
    await button('Choose another file').click();
    await choose('broken.csv', 'date,visits\n2025-12-01,10\n2025-12-02,many\n2025-12-03,\n2025-12-04,-3\n');
    const wrong = page.locator('main [role=alert]');
    await wrong.getByText('Line 3: "many" in column visits is not a number.').waitFor();
    await wrong.getByText('Line 5: "-3" in column visits is below zero.').waitFor();
    assert.equal(await button('Import').isDisabled(), true);
    await shot('broken');
    // Beyond what the preview reads only the import finds it.
    await button('Choose another file').click();
    const long = ['date,visits'];
    for (let day = Date.UTC(2018, 0, 1); long.length < 1500; day += 86_400_000) long.push(`${new Date(day).toISOString().slice(0, 10)},5`);
    await choose('long.csv', [...long, '2025-12-31,some', '2025-12-32,5'].join('\n'));
    await until(async () => button('Import').isEnabled(), 'the beginning has a mistake');
    await button('Import').click();
    await wrong.getByText('Line 1501: "some" in column visits is not a number.').waitFor();
    await wrong.getByText('Line 1502: "2025-12-32" in column date is not a date').waitFor();
    assert.equal((await api('/visits/feeds')).items.length, 1);
  });

  it('can be stopped while a file is sent', async () => {
    await page.route('**/api/v1/imports/visits?*', () => {}); // no answer comes
    await button('Import').click();
    await button('Cancel').click();
    await until(async () => button('Import').isEnabled(), 'it goes on');
    await page.unroute('**/api/v1/imports/visits?*');
  });

  it('take a packed log for what it is', async () => {
    const line = (clock, page_, from) => `192.0.2.1 - - [19/Nov/2025:${clock} +0000] "GET ${page_} HTTP/1.1" 200 512 "${from}" "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"\n`;
    await button('Choose another file').click();
    await choose('access.log.1.gz', gzipSync(line('09:00:00', '/a', 'https://search.example/') + line('09:00:01', '/b', 'https://shop.example/a') + line('09:00:02', '/c', 'https://shop.example/b') + 'cut o\n'));
    await page.getByText('The format says what the columns mean.').waitFor();
    assert.equal(await page.getByLabel('Kind of file').inputValue(), 'accesslog');
    await page.getByText('shop.example', { exact: true }).first().waitFor();
    await until(async () => button('Import').isEnabled(), 'the log can\'t be imported');
    await shot('log');
    await button('Import').click();
    await page.getByText('4 rows read: 1 day, 19 Nov 2025.').waitFor();
    await page.getByText('Lines that could not be read and were left out: 1 of 4. The first is line 4.').waitFor();
  });

  it('can be removed again, after a question', async () => {
    await button('Remove Access log, shop').click();
    await page.getByText('Undo is not possible').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await button('Remove Access log, shop').waitFor({ state: 'detached' });
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.deepEqual((await api('/visits/feeds')).items.map((f) => f.type), ['csv']);
  });

  it('have no barriers, light and dark, in English and in Dutch', async () => {
    const found = await barriers(page, 'the list');
    const { page: other, troubles: more } = await browser.newPage(served.url, { colorScheme: 'dark', locale: 'nl-NL', viewport: { width: 320, height: 640 } });
    await other.goto(served.url + '/imports');
    await other.getByText('Zet een CSV of log neer.').waitFor();
    await other.locator('main table').nth(1).waitFor();
    found.push(...(await barriers(other, 'the list, dark, narrow and in Dutch')));
    await shot('list-narrow', other);
    await other.locator('main input[type=file]').setInputFiles({ name: 'stuk.csv', mimeType: 'text/csv', buffer: Buffer.from('datum;bezoeken\n2025-12-01;10\n2025-12-02;veel\n') });
    await other.getByText('Regel 3: "veel" in kolom bezoeken is geen getal.').waitFor();
    troubles.push(...more);
    assert.deepEqual(found, []);
  });

  // The browser notes what is refused as an error.
  it('asked nobody else, and broke no rule of its own policy', () => assert.deepEqual(troubles.filter((t) => !t.includes('status of 422')), []));
});
