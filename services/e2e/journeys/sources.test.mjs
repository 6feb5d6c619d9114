// One source: which transcripts it has, why one is missing, that one fetched again, and a read that says
// what it brought.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { barriers, missing, openBrowser, startDemo, until } from './desk.mjs';

describe('a source', { skip: missing() }, () => {
  let demo, browser, page, troubles, publisher, feed, source;
  let published = 2; // episodes
  let gone = true; // the transcript of the second one
  const toast = (text) => page.locator('[role=status]').filter({ hasText: text }).first().waitFor();

  before(async () => {
    publisher = createServer((req, res) => {
      const file = /^\/(\d+)\.vtt$/.exec(req.url);
      if (req.url === '/feed.xml') {
        const item = (n) =>
          `<item><guid>${n}</guid><title>Talk ${n}</title><pubDate>${new Date(Date.now() - (10 - n) * 86_400_000).toUTCString()}</pubDate>
          <enclosure url="${feed}/${n}.mp3" type="audio/mpeg"/><podcast:transcript url="/${n}.vtt" type="text/vtt"/></item>`;
        const items = Array.from({ length: published }, (_, i) => item(published - i)).join('');
        res.end(`<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Market Talk</title><language>en</language>${items}</channel></rss>`);
      } else if (file && !(file[1] === '2' && gone)) {
        res.setHeader('Content-Type', 'text/vtt');
        res.end(`WEBVTT\n\n00:20.000 --> 00:24.000\n<v Ada>Talk ${file[1]}: we moved our reports to Larkmeter.\n`);
      } else {
        res.statusCode = 404;
        res.end();
      }
    });
    await new Promise((done) => publisher.listen(0, '127.0.0.1', done));
    feed = `http://127.0.0.1:${publisher.address().port}`;
    demo = await startDemo('--every', '1h');
    browser = await openBrowser();
    ({ page, troubles } = await browser.newPage(demo.url));
    const added = await fetch(demo.url + '/api/v1/sources', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ url: feed + '/feed.xml' }) });
    source = (await added.json()).id;
    await until(async () => (await (await fetch(`${demo.url}/api/v1/sources/${source}`)).json()).work.done, 'the source is never read');
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
    publisher?.close();
  });

  it('is opened from the list, and says which transcript is missing and why', async () => {
    await page.goto(demo.url + '/sources?q=market');
    await page.getByRole('link', { name: 'Market Talk' }).click();
    await page.waitForURL(new RegExp(`/sources/${source}$`));
    await page.getByText('1 of 2 episodes read: 1 publisher; 1 by its notes only.').waitFor();
    await page.getByRole('listitem').filter({ hasText: /^1 The feed names a file that 127\.0\.0\.1:\d+ doesn't have \(404\)\. Tell the publisher\./ }).waitFor();
    await page.getByText('Not known yet: 0 new mentions so far, at least 5 are needed.').waitFor();
    await page.getByRole('row').filter({ hasText: 'Talk 1' }).getByText(/^Read: text\/vtt, from 127/).waitFor();
  });

  it('has no barriers, in the light and in the dark, wide and narrow', async () => {
    assert.deepEqual(await barriers(page, 'light'), []);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 360, height: 740 });
    assert.deepEqual(await barriers(page, 'dark and narrow'), []);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('fetches the transcript again', async () => {
    gone = false;
    await page.getByRole('button', { name: 'Fetch again: Transcript of Talk 2' }).click();
    await page.getByText('2 of 2 episodes read: 2 publisher.').waitFor();
    await page.getByRole('row').filter({ hasText: 'Talk 2' }).getByText(/^Read: text\/vtt/).waitFor();
  });

  it('shows the same on the page of the episode', async () => {
    await page.getByRole('link', { name: 'Talk 2' }).click();
    await page.getByRole('list', { name: 'Transcript and chapters' }).getByText(/^Read: text\/vtt, from 127/).waitFor();
    await page.getByRole('button', { name: 'Fetch again: Transcript' }).waitFor();
    assert.deepEqual(await barriers(page, 'the episode'), []);
    await page.getByRole('link', { name: 'Market Talk' }).click();
    await page.waitForURL(new RegExp(`/sources/${source}$`));
  });

  it('is read now, and says what that brought', async () => {
    published = 3;
    await page.getByRole('button', { name: 'Read now' }).click();
    await toast(/Read: 1 new episode or post, 1 new mention/);
    await page.getByRole('link', { name: 'Talk 3' }).waitFor();
    await page.getByRole('button', { name: 'Read now' }).click();
    await toast('Read. Nothing new.');
  });

  it('is paused, renamed and removed, each with a way back', async () => {
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Read now' }).count(), 0);
    await page.keyboard.press('z');
    await page.getByRole('button', { name: 'Read now' }).waitFor();
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('New name for Market Talk').fill('Ours');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Ours' }).waitFor();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.waitForURL(/\/sources$/);
    await toast('Ours removed');
    await page.keyboard.press('z');
    await page.getByRole('link', { name: 'Ours' }).waitFor();
  });

  it('asked nobody else, and broke no rule of its own policy', () => assert.deepEqual(troubles.filter((t) => !/status of 404/.test(t)), [])); // the source that was removed
});
