// A show without transcripts and its YouTube channel: in which way its episodes were read, the channel taken
// from it and given back, and a video that plays only after a person has asked for it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { barriers, missing, openBrowser, startDemo, until } from './desk.mjs';

// A page that answers messages as the player of a video does.
const film = `<p>A video</p><script>
  let at = 74;
  const tell = () => parent.postMessage(JSON.stringify({ event: 'infoDelivery', info: { currentTime: at, duration: 600, playerState: 1, playbackRate: 1 } }), '*');
  addEventListener('message', (e) => {
    const { event, func, args } = JSON.parse(e.data);
    if (event === 'command' && func === 'seekTo') at = args[0];
    if (event === 'command') document.querySelector('p').textContent = e.data;
    tell();
  });
</script>`;

describe('the channel of a show', { skip: missing() }, () => {
  let demo, browser, page, troubles, show;
  const get = async (path) => (await fetch(demo.url + '/api/v1' + path)).json();

  before(async () => {
    demo = await startDemo('--every', '1h');
    browser = await openBrowser();
    ({ page, troubles } = await browser.newPage(demo.url));
    await until(async () => {
      show = (await get('/sources?limit=100')).items.find((s) => s.name === 'Zaal Zeven');
      return show && (await get(`/sources/${show.id}`)).coverage.read === 8;
    }, 'the captions of the videos are never used');
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('is shown with the way in which the episodes were read', async () => {
    await page.goto(demo.url + '/sources?q=zaal');
    await page.getByText(/^\d+ of \d+ episodes read: \d+ publisher, 8 automatic captions, 8 YouTube/).waitFor();
    await page.getByRole('link', { name: 'Zaal Zeven' }).click();
    await page.getByText('8 of 8 episodes read: 8 YouTube.').waitFor();
    await page.getByRole('region', { name: 'YouTube channel' }).getByText('8 episodes have a video there.').waitFor();
    assert.deepEqual(await barriers(page, 'with a channel'), []);
  });

  it('is one row in the inbox, with a link for each copy', async () => {
    const rows = (await get('/mentions?limit=200')).items.filter((x) => x.document.source?.name === 'Zaal Zeven' || x.copies?.some((c) => c.kind === 'video'));
    assert.ok(rows.length > 0 && rows.every((x) => x.copies?.length === 2), JSON.stringify(rows.map((x) => x.copies?.length)));
  });

  it('is taken from the show, and given back by its address', async () => {
    await page.getByRole('button', { name: 'Not its channel' }).click();
    await page.getByText('8 by their notes only').waitFor();
    await page.getByLabel('Address of the channel').fill('https://www.youtube.com/channel/UCzaalzevenzaalzevenzaal');
    await page.getByRole('button', { name: 'Use', exact: true }).click();
    await page.getByText('8 of 8 episodes read: 8 YouTube.').waitFor();
    await page.getByRole('button', { name: 'Not its channel' }).waitFor();
  });

  it('plays a video only when a person asks for it, from the second', async () => {
    const channel = (await get(`/sources/${show.id}`)).twin.source;
    const video = (await get(`/sources/${channel}/documents`)).items[0].id;
    await page.route('https://www.youtube-nocookie.com/**', (route) => route.fulfill({ contentType: 'text/html', body: film }));
    await page.goto(`${demo.url}/documents/${video}?t=75`);
    const play = page.getByRole('button', { name: 'Play from YouTube, which will see you' });
    await play.waitFor();
    assert.equal(await page.locator('iframe').count(), 0);
    assert.deepEqual(await barriers(page, 'before play'), []);
    assert.deepEqual(troubles, []); // nobody else was asked
    await play.click();
    assert.match(await page.locator('iframe').getAttribute('src'), /^https:\/\/www\.youtube-nocookie\.com\/embed\/zaalzeven\d\d\?start=74&autoplay=1/);
    assert.deepEqual(troubles.filter((t) => !t.includes('https://www.youtube-nocookie.com/embed/')), []);
    // The transcript follows the video, and a time in it moves the video without loading it again.
    const spoken = page.locator('[aria-current="true"]');
    await spoken.first().waitFor();
    const time = page.locator('li button[aria-label]').nth(1);
    await time.click();
    const told = await page.frameLocator('iframe').locator('p', { hasText: 'seekTo' }).textContent();
    assert.match(told, /"func":"seekTo","args":\[\d+(\.\d+)?,true\]/);
    const at = /args":\[([\d.]+)/.exec(told)[1];
    await page.locator(`[data-start="${at}"][aria-current="true"]`).waitFor();
    assert.match(await page.locator('iframe').getAttribute('src'), /start=74&/);
  });
});
