// A report is shared by a link: made in the desk, read without signing in, and over when it expires or is revoked.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { barriers, filled, missing, openBrowser, startDemo, startEmpty, until } from './desk.mjs';

describe('a shared report', { skip: missing() }, () => {
  let demo, browser, page, troubles, side, report, link;
  const api = async (path) => (await fetch(demo.url + '/api/v1' + path)).json();
  const send = (method, path, body) => fetch(demo.url + '/api/v1' + path, { method, headers: { 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) });

  before(async () => {
    demo = await startDemo('--every', '24h', '--public', '127.0.0.1:0');
    browser = await openBrowser();
    await filled(demo.url);
    ({ public: side } = await api('/status'));
    await until(
      async () => {
        const all = (await api('/reports?limit=200')).items.filter((r) => r.verdict === 'likely' && r.mention.show === 'The Slow Quarter');
        // One whose mention fell on the days of others has most that must not be shared.
        [report] = all.toSorted((a, b) => b.group.length - a.group.length);
        return report !== undefined;
      },
      'the demo has no such report',
    );
    ({ page, troubles } = await browser.newPage(demo.url));
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('gets its link in the desk, shown once', async () => {
    await page.goto(`${demo.url}/reports/${report.id}`);
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Share this report' });
    await dialog.getByText('No links yet.').waitFor();
    await dialog.getByText('7 days').click();
    await dialog.getByRole('button', { name: 'Make a link' }).click();
    link = await dialog.getByRole('status').locator('code').innerText();
    assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/shared\/[\w-]{43}$/);
    assert.ok(link.startsWith(side + '/shared/'), link);
    await dialog.getByRole('row').filter({ hasText: 'until' }).waitFor();
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/share-dialog.png` });
    assert.deepEqual(await barriers(page, 'the dialog'), []);
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await dialog.getByRole('row').filter({ hasText: 'until' }).waitFor();
    assert.ok(!(await page.content()).includes(link.split('/').at(-1)), 'the link is shown again');
  });

  it('is read without signing in, by anyone, and leads nowhere else', async () => {
    const { page: other, troubles: new_ } = await browser.newPage(side);
    const answer = await other.goto(link);
    assert.equal(answer.headers()['x-robots-tag'], 'noindex, nofollow, noarchive');
    assert.equal(answer.headers()['referrer-policy'], 'no-referrer');
    await other.locator('main figure svg').first().waitFor();
    const text = await other.locator('main').innerText();
    assert.match(text, /probably brought visits: between [\d,]+ and [\d,]+ more visits than expected/);
    assert.match(text, /Timing alone does not prove cause\./);
    assert.doesNotMatch(text, /NaN|null|undefined/);
    await other.getByText(/^Shared until /).waitFor();
    const html = await other.content();
    for (const hidden of [demo.url, report.mention.id, report.site.id, report.site.feed, '/mentions/', '/inbox', '/api/v1']) assert.ok(!html.includes(hidden), `${hidden} is in the page`);
    const targets = await other.locator('a[href]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    assert.deepEqual(targets.filter((t) => !t.startsWith(new URL(link).pathname + '?view=table')), []);
    assert.deepEqual(await other.context().cookies(), []);
    await other.keyboard.press('t');
    await other.locator('main tbody tr').first().waitFor();
    await other.getByRole('button', { name: 'Download' }).click();
    const taken = async (name) => {
      const [file] = await Promise.all([other.waitForEvent('download'), other.getByRole('menuitem', { name }).click()]);
      return String(readFileSync(await file.path()));
    };
    assert.match(await taken('Table, CSV'), /^day,observed,middle,low95/);
    await other.getByRole('button', { name: 'Download' }).click();
    const shared = JSON.parse(await taken('Report, JSON'));
    assert.ok(shared.lift);
    assert.deepEqual([shared.mention.id, shared.site.id, shared.brand.id, shared.mention.url], [undefined, undefined, undefined, undefined]);
    // A file that the page made itself is a blob.
    assert.deepEqual(new_.filter((t) => !t.includes('elsewhere: blob:')), []);
    await other.context().close();
  });

  it('has no barriers and is one page of A4, light and dark, wide and narrow, in English and in Dutch', async () => {
    const found = [];
    for (const options of [{}, { colorScheme: 'dark', locale: 'nl-NL' }, { viewport: { width: 320, height: 640 } }]) {
      const { page: other, troubles: new_ } = await browser.newPage(side, options);
      await other.goto(link);
      await other.locator('main figure svg').first().waitFor();
      if (options.locale) await other.getByText(/^Gedeeld tot /).waitFor();
      found.push(...(await barriers(other, JSON.stringify(options))));
      if (process.env.SHOTS) await other.screenshot({ path: `${process.env.SHOTS}/shared-${Object.keys(options).join('-') || 'plain'}.png`, fullPage: true });
      const pdf = (await other.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
      assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length, 1, JSON.stringify(options));
      troubles.push(...new_);
      await other.context().close();
    }
    assert.deepEqual(found, []);
  });

  it('is over when the link expires or is revoked, and nobody learns which', async () => {
    const made = await (await send('POST', `/reports/${report.id}/shares`, { expires: new Date(Date.now() + 4000).toISOString() })).json();
    const { page: other } = await browser.newPage(side);
    await until(async () => (await other.goto(made.url)).status() === 404, 'the link never expires');
    await other.getByRole('heading', { name: "This link doesn't work" }).waitFor();
    assert.deepEqual(await barriers(other, 'an expired link'), []);
    const expired = await other.locator('main').innerText();
    // From the dialog, which is still open.
    await page.getByRole('button', { name: /^Revoke: until/ }).first().click();
    await page.getByText('No links yet.').waitFor();
    assert.equal((await other.goto(link)).status(), 404);
    assert.equal(await other.locator('main').innerText(), expired);
    assert.equal((await fetch(link + '/report')).status, 404);
    await other.context().close();
    const { page: dutch } = await browser.newPage(side, { locale: 'nl-NL' });
    await dutch.goto(side + '/shared/unknown');
    await dutch.getByRole('heading', { name: 'Deze link werkt niet' }).waitFor();
    await dutch.context().close();
  });

  it('is not available any more once its mention is dismissed, also in a window that is open', async () => {
    const made = await (await send('POST', `/reports/${report.id}/shares`, { days: 7 })).json();
    const { page: other } = await browser.newPage(side);
    await other.goto(made.url);
    await other.locator('main figure svg').first().waitFor();
    assert.equal((await send('PATCH', `/mentions/${report.mention.id}`, { state: 'dismissed', reason: 'not_us' })).status, 200);
    const answer = await other.goto(made.url);
    assert.equal(answer.status(), 410);
    await other.getByRole('heading', { name: "This report isn't available any more" }).waitFor();
    await other.context().close();
  });

  it('says how to turn the public side on where it is off', async () => {
    const off = await startEmpty(', local: open');
    try {
      const { page: other } = await browser.newPage(off.url);
      // There is no report without visits, so the page gets one of the demo.
      const [one] = (await api('/reports?state=ready&limit=1')).items;
      const body = JSON.stringify(await api(`/reports/${one.id}`));
      await other.route('**/api/v1/reports/x', (route) => route.fulfill({ contentType: 'application/json', body }));
      await other.goto(off.url + '/reports/x');
      await other.getByRole('button', { name: 'Share', exact: true }).click();
      await other.getByText(/which is off/).waitFor();
      await other.getByText(/listen: 127\.0\.0\.1:8092/).waitFor();
      assert.deepEqual(await barriers(other, 'the public side is off'), []);
    } finally {
      await off.stop();
    }
  });

  // The browser notes an answer of 404 or 410 as an error.
  it('asked nobody else, and broke no rule of its own policy', () => assert.deepEqual(troubles.filter((t) => !/elsewhere: blob:|status of 4/.test(t)), []));
});
