// Reports: from the list to one, read by keyboard, as a table, as files and on paper; from a mention to
// its report; and the site whose visits are counted.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { barriers, filled, missing, openBrowser, startDemo, turnTo, until } from './desk.mjs';

describe('reports', { skip: missing() }, () => {
  let demo, browser, page, troubles, reports, crowded;
  const api = async (path) => (await fetch(demo.url + '/api/v1' + path)).json();
  const text = () => page.locator('main').innerText();

  before(async () => {
    demo = await startDemo('--every', '24h');
    browser = await openBrowser();
    await filled(demo.url);
    await until(
      async () => {
        const all = (await api('/reports?limit=200')).items.filter((r) => r.state === 'ready');
        // Those of the show whose episodes moved the visits, and one that didn't.
        reports = all.filter((r) => r.verdict === 'likely' && r.mention.show === 'The Slow Quarter');
        // Leads that name its show, without saying which episode, make that one possible.
        const quiet = all.find((r) => r.mention.show === 'The Slow Quarter' && ['no_sign', 'possible'].includes(r.verdict));
        if (quiet) reports.push(quiet);
        // The one with the most mentions on the same days has most to say.
        [crowded] = all.toSorted((a, b) => b.group.length - a.group.length);
        return reports.length >= 5;
      },
      () => `the demo has ${reports.length} such reports`,
    );
    ({ page, troubles } = await browser.newPage(demo.url));
    await page.goto(demo.url + '/inbox');
    await page.locator('[role=feed] article').first().waitFor();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('are listed with how many stand out, and how many would by chance', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.waitForURL(/\/reports$/);
    await page.getByText(/Of \d+ mentions \d+ stands? out; by chance about [\d.]+ would\./).waitFor();
    await page.getByLabel('Verdict').first().click();
    await page.getByRole('option', { name: 'Likely' }).click();
    await page.waitForURL(/verdict=likely/);
    await page.locator('tbody tr').filter({ hasText: 'The Slow Quarter' }).first().waitFor();
    await until(async () => (await page.locator('tbody [data-grade]:not([data-grade=likely])').count()) === 0, 'others are listed too');
  });

  it('say their grade in a sentence with its range, and never what is not a number', async () => {
    for (const r of [reports[0], reports.at(-1)]) {
      await page.goto(`${demo.url}/reports/${r.id}`);
      await page.locator('main figure svg').first().waitFor();
      const words = { likely: /probably brought visits: between [\d,]+ and [\d,]+ more visits than expected in \d+ days/, no_sign: /No sign that .* changed visits: .* visits/, possible: /may have brought visits: .*\bleads?\b.*; −?[\d,]+ to \+[\d,]+\./ };
      const said = await text();
      assert.match(said, words[r.verdict]);
      assert.match(said, /Timing alone does not prove cause\./);
      assert.match(said, /\d+ of 20 equally likely outcomes are above zero\./);
      assert.match(said, /ordinary periods? of \d+ came out as high\./);
      assert.match(said, /Not set up yet\./);
      assert.doesNotMatch(said, /NaN|null|undefined|Infinity/);
      assert.doesNotMatch(await page.locator('main article').innerHTML(), /NaN/);
    }
  });

  it('are read day by day with the arrow keys, and as a table', async () => {
    const r = reports.find((x) => x.verdict === 'likely');
    await page.goto(`${demo.url}/reports/${r.id}`);
    const chart = page.getByRole('img', { name: /Visits by day/ });
    await chart.focus();
    await page.keyboard.press('ArrowRight');
    const readOut = page.locator('figure [role=status]').first();
    await readOut.filter({ hasText: /counted; [\d,]+ to [\d,]+ expected/ }).waitFor();
    const first = await readOut.innerText();
    await page.keyboard.press('ArrowRight');
    assert.notEqual(await readOut.innerText(), first);
    await page.keyboard.press('t');
    await page.waitForURL(/view=table/);
    const { rows } = await api(`/reports/${r.id}`);
    await page.locator('main tbody tr').first().waitFor();
    assert.equal(await page.locator('main tbody').first().locator('tr').count(), rows.length);
    await page.keyboard.press('t');
    await chart.waitFor();
  });

  it('show a longer window, the periods they were compared with, and say what they do not have', async () => {
    const r = reports.find((x) => x.verdict === 'likely');
    await page.goto(`${demo.url}/reports/${r.id}`);
    await page.locator('main').getByText('14 days', { exact: true }).click();
    await page.waitForURL(/window=14/);
    await page.getByText(/more visits than expected in 14 days .* There is no verdict about a longer window\./).waitFor();
    await page.goto(`${demo.url}/reports/${r.id}?window=21&metric=leads`);
    await page.getByText('This report has no window of "21", so its own is shown. The chart shows visits; there is no chart of leads.').waitFor();
    const { picked } = await api(`/reports/${r.id}?window=21&metric=leads`);
    assert.deepEqual(picked.ignored.map((i) => i.name), ['metric', 'window']);
    await page.getByRole('link', { name: 'List them' }).click();
    await page.waitForURL(/view=table#periods/);
    const { placebos, rows } = await api(`/reports/${r.id}`);
    await page.locator('#periods tbody tr').first().waitFor();
    assert.equal(await page.locator('#periods tbody tr').count(), placebos.length);
    assert.equal(await page.locator('main tbody tr').count(), placebos.length + rows.length);
    await page.goto(`${demo.url}/reports/${r.id}`);
    await page.getByRole('img', { name: /Visits by day/ }).waitFor();
  });

  it('can be taken along as a picture, as a table and as data', async () => {
    const taken = async (name) => {
      await page.getByRole('button', { name: 'Download' }).click();
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name }).click()]);
      return readFileSync(await file.path());
    };
    const svg = String(await taken('Chart, SVG'));
    assert.match(svg.slice(0, 400), /^<svg[^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"[^>]*><rect[^>]*fill="#fff(fff)?"/);
    assert.deepEqual(svg.match(/var\(|NaN/g), null);
    const png = await taken('Chart, PNG');
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    assert.ok(png.readUInt32BE(16) >= 1000, `it is ${png.readUInt32BE(16)} pixels wide`);
    assert.match(String(await taken('Table, CSV')), /^day,observed,middle,low95/);
    assert.ok(JSON.parse(await taken('Report, JSON')).lift);
  });

  it('are one page of A4, light, also where the screen is dark or narrow', async () => {
    for (const options of [{}, { colorScheme: 'dark', viewport: { width: 390, height: 800 } }]) {
      const { page: other } = await browser.newPage(demo.url, options);
      for (const r of options.colorScheme ? [crowded] : [...reports, crowded]) {
        await other.goto(`${demo.url}/reports/${r.id}`);
        await other.locator('main figure svg').first().waitFor();
        const pdf = (await other.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
        assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length, 1, `${r.id} with ${JSON.stringify(options)}`);
        const [, width, height] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(pdf);
        assert.deepEqual([Math.round(width), Math.round(height)], [595, 842]);
      }
      await other.emulateMedia({ media: 'print' });
      assert.equal(await other.evaluate(() => getComputedStyle(document.body).color), 'rgb(27, 32, 39)');
      await other.context().close();
    }
  });

  it('are graded in the inbox, and reached from their mention', async () => {
    const r = reports.find((x) => x.verdict === 'likely');
    await page.goto(`${demo.url}/inbox?state=all&q=${encodeURIComponent(r.mention.title)}&m=${r.mention.id}`);
    await page.locator(`[id="m-${r.mention.id}"] [data-grade=likely]`).waitFor();
    await page.getByRole('link', { name: 'Report: likely' }).click();
    await page.waitForURL(/\/mentions\/.*\/report$/);
    await page.locator('main [data-grade=likely]').waitFor();
  });

  it('come from a site, which shows what is counted and can be changed', async () => {
    await page.goto(demo.url + '/reports');
    await page.getByRole('link', { name: 'Sites' }).first().click();
    await page.waitForURL(/\/sites$/);
    const [site] = (await api('/sites')).items;
    await page.getByRole('link', { name: site.name }).click();
    await page.getByRole('heading', { name: 'What comes in' }).waitFor();
    await page.getByText(site.feeds[0].name).first().waitFor();
    await page.getByLabel('Domains').first().fill('extra.example');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+s');
    await page.getByText('Saved', { exact: true }).waitFor();
    assert.ok((await api(`/sites/${site.id}`)).domains.includes('extra.example'));
    await page.goto(demo.url + '/sites/new');
    await page.getByLabel('Name', { exact: true }).fill('Second shop');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/sites\/(?!new)/);
    await page.getByText('Nothing comes in yet.').waitFor();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.waitForURL(/\/sites$/);
    await page.keyboard.press('z');
    await page.getByRole('link', { name: 'Second shop' }).waitFor();
  });

  it('have no barriers, light and dark, wide and narrow, in English and in Dutch', async () => {
    const [site] = (await api('/sites')).items;
    const found = [];
    for (const options of [{}, { colorScheme: 'dark', locale: 'nl-NL', viewport: { width: 320, height: 640 } }]) {
      const { page: other, troubles: new_ } = await browser.newPage(demo.url, options);
      const paths = ['/reports', '/sites', `/sites/${site.id}`, ...reports.slice(0, 3).map((r) => `/reports/${r.id}`), `/reports/${reports[0].id}?view=table`];
      await other.goto(demo.url + '/inbox');
      await other.locator('[role=feed]').waitFor();
      for (const path of paths) {
        await turnTo(other, path);
        await other.locator('main :is(table, figure, form)').first().waitFor();
        found.push(...(await barriers(other, `${path} with ${JSON.stringify(options)}`)));
      }
      troubles.push(...new_);
      await other.context().close();
    }
    assert.deepEqual(found, []);
  });

  // The browser notes what was deleted and is looked up once more as an error. A file that the page made
  // itself is a blob.
  it('asked nobody else, and broke no rule of its own policy', () => assert.deepEqual(troubles.filter((t) => !/elsewhere: blob:|status of 404/.test(t)), []));
});
