// The recording of an episode has other adverts when it is played than when its speech was recognised. Who hears the name says so,
// and from then on the recording is played where the transcript is, and times that are copied are "about".
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { missing, openBrowser, startEmpty, until } from './desk.mjs';

const rate = 8000;

/** quiet is a recording of so many seconds. */
function quiet(seconds) {
  const b = Buffer.alloc(44 + seconds * rate * 2);
  b.write('RIFF', 0);
  b.writeUInt32LE(b.length - 8, 4);
  b.write('WAVEfmt ', 8);
  [16, 0x10001, rate, rate * 2, 0x100002].forEach((n, i) => b.writeUInt32LE(n, 16 + 4 * i));
  b.write('data', 36);
  b.writeUInt32LE(b.length - 44, 40);
  return b;
}

describe('a recording with other adverts', { skip: missing() }, () => {
  const dir = mkdtempSync(join(tmpdir(), 'namedrop-engine-'));
  let seconds = 60;
  let world, served, browser, page, id, clock;
  const api = (path, method = 'GET', body) => page.evaluate(async ([path, method, body]) => (await fetch('/api/v1' + path, { method, headers: body ? { 'Content-Type': 'application/json' } : {}, body })).json(), [path, method, body && JSON.stringify(body)]);

  before(async () => {
    world = createServer((q, a) => {
      if (q.url === '/feed.xml') {
        a.setHeader('Content-Type', 'application/rss+xml');
        a.end(`<rss version="2.0"><channel><title>Signal Paths</title><item><guid>1</guid><title>Switching</title><pubDate>${new Date(Date.now() - 3600_000).toUTCString()}</pubDate><enclosure url="http://${q.headers.host}/1.wav" type="audio/wav"/></item></channel></rss>`);
      } else if (q.url === '/1.wav') {
        const body = quiet(seconds);
        const range = /bytes=(\d+)-(\d*)/.exec(q.headers.range ?? '');
        const [from, to] = range ? [Number(range[1]), Number(range[2] || body.length - 1)] : [0, body.length - 1];
        a.writeHead(range ? 206 : 200, { 'Content-Type': 'audio/wav', 'Accept-Ranges': 'bytes', 'Content-Length': to - from + 1, ...(range && { 'Content-Range': `bytes ${from}-${to}/${body.length}` }) });
        a.end(body.subarray(from, to + 1));
      } else {
        a.writeHead(404).end();
      }
    });
    await new Promise((done) => world.listen(0, '127.0.0.1', done));
    const engine = join(dir, 'engine.sh');
    writeFileSync(engine, '#!/bin/sh\nprintf "WEBVTT\\n\\n00:20.000 --> 00:26.000\\nthen we moved everything to larkmeter and stayed\\n" > "$2/answer.vtt"\n');
    chmodSync(engine, 0o755);
    served = await startEmpty(', local: open', `fetch: {allow_private: [127.0.0.0/8]}\nspeech: {backfill: true, command: ["${engine}", "{input}", "{output_dir}"]}\n`);
    browser = await openBrowser();
    ({ page } = await browser.newPage(served.url, { permissions: ['clipboard-read', 'clipboard-write'] }));
    await page.goto(served.url + '/inbox');
    await api('/brands', 'POST', { name: 'Larkmeter' });
    await api('/sources', 'POST', { url: `http://127.0.0.1:${world.address().port}/feed.xml` });
    await until(async () => {
      const found = (await api('/mentions')).items;
      id = found[0]?.document.id;
      const second = found[0]?.hits[0].second ?? 0;
      clock = `0:${Math.floor(second)}`;
      return found.length === 1 && second >= 20 && second < 26;
    }, () => `the name was not recognised; the server said:\n${served.said()}`);
    seconds = 80;
  });
  after(async () => {
    await browser?.close();
    await served?.stop();
    world?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('says how long the recognised one was', async () => {
    const mention = (await api('/mentions')).items[0];
    await page.goto(`${served.url}/mentions/${mention.id}`);
    await page.getByRole('list', { name: 'Transcript and chapters' }).getByText('a recording of 1:00').waitFor();
    assert.equal(await page.getByText('Adverts shift the time').count(), 0);
  });

  it('is moved by who hears the name', async () => {
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.getByText('Adverts shift the time, up to 20 s.').waitFor();
    await page.getByRole('button', { name: '15 seconds on' }).click();
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('button', { name: 'I hear it now' }).click();
    await until(async () => (await api('/documents/' + id)).shift > 10, 'the shift was not kept');
    const { shift } = await api('/documents/' + id);
    assert.ok(shift < 20, `shifted by ${shift}`);
    // What is played now is where the name is in the transcript.
    await page.getByText(`${clock} / 1:20`).waitFor();
  });

  it('has times that are about', async () => {
    await page.goto(served.url + '/inbox');
    await page.locator('[role=feed] article').first().click();
    await page.locator('blockquote').waitFor();
    await page.keyboard.press('y');
    await page.getByRole('status').filter({ hasText: 'Copied:' }).waitFor();
    assert.ok((await page.evaluate(() => navigator.clipboard.readText())).includes(`, about ${clock}\n`));
  });
});
