// The timeline: counts with the mentions, effects and annotations of the time; zoomed and moved by mouse
// and by keyboard, read aloud, as a table and as files.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { barriers, filled, missing, openBrowser, startDemo, startEmpty, until } from './desk.mjs';

describe('the timeline', { skip: missing() }, () => {
  let demo, browser, page, troubles, site, likely;
  const shots = process.env.NAMEDROP_SHOTS;
  const api = async (path) => (await fetch(demo.url + '/api/v1' + path)).json();
  const write = async (method, path, body) => {
    const answer = await fetch(demo.url + '/api/v1' + path, { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
    assert.equal(answer.status, 200, `${method} ${path}: ${answer.status}`);
  };
  const chart = () => page.getByRole('application', { name: /^Visits by/ });
  const drawn = (p = page) => p.locator('.uplot canvas').waitFor();
  const cursor = () => page.locator('figure [role=status]').innerText();
  /** seen are the ends of what the chart shows, in seconds. */
  const seen = async () => [Number(await chart().getAttribute('data-from')), Number(await chart().getAttribute('data-to'))];
  const settled = (want, words) => until(async () => want(...(await seen())), words);
  const open = async (query) => {
    await page.goto(`${demo.url}/timeline${query}`);
    await drawn();
  };

  before(async () => {
    demo = await startDemo('--every', '24h');
    browser = await openBrowser();
    await filled(demo.url);
    await until(
      async () => {
        likely = (await api('/reports?limit=200')).items.filter((r) => r.verdict === 'likely' && r.mention.show === 'The Slow Quarter');
        return likely.length >= 4;
      },
      () => `the demo has ${likely?.length} such reports`,
    );
    [site] = (await api('/sites')).items;
    await write('PATCH', `/sites/${site.id}`, { holidays: ['NL'] });
    await write('POST', '/annotations', { name: 'Release 4', from: likely[0].window.from, to: likely[0].window.to, kind: 'release' });
    ({ page, troubles } = await browser.newPage(demo.url));
    await page.goto(demo.url + '/inbox');
    await page.locator('[role=feed] article').first().waitFor();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('is reached by two keys, and loads its chart only there', async () => {
    const before = await page.evaluate(() => performance.getEntriesByType('resource').some((r) => /TimelinePage/.test(r.name)));
    assert.equal(before, false);
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.waitForURL(/\/timeline$/);
    await drawn();
    await page.getByRole('heading', { name: /Visits by day/ }).waitFor();
    await page.getByText('Counted by Visits of the demo').waitFor();
  });

  it('is zoomed by a drag, moved by one with Shift, and shown whole again', async () => {
    await open('?period=365d');
    const [from, to] = await seen();
    const box = await page.locator('.u-over').boundingBox();
    const drag = async (a, b) => {
      await page.mouse.move(box.x + a * box.width, box.y + 80);
      await page.mouse.down();
      await page.mouse.move(box.x + ((a + b) / 2) * box.width, box.y + 85);
      await page.mouse.move(box.x + b * box.width, box.y + 90);
      await page.mouse.up();
    };
    await drag(0.4, 0.6);
    await page.waitForURL(/zoom=/);
    await settled((a, b) => Math.abs((b - a) / (to - from) - 0.2) < 0.02, 'it is not zoomed to a fifth');
    const zoomed = await seen();
    assert.ok(Math.abs((zoomed[0] - from) / (to - from) - 0.4) < 0.02);
    await page.keyboard.down('Shift');
    await drag(0.5, 0.9);
    await page.keyboard.up('Shift');
    await settled((a, b) => a < zoomed[0] - 86_400 && Math.abs(b - a - (zoomed[1] - zoomed[0])) < 7300, 'it is not moved, or not as long as before');
    // The address is the view.
    const { page: other } = await browser.newPage(demo.url);
    await other.goto(page.url());
    await drawn(other);
    assert.equal(await other.getByRole('application').getAttribute('data-from'), await chart().getAttribute('data-from'));
    await other.context().close();
    await page.getByRole('button', { name: 'Later' }).click();
    await page.getByRole('button', { name: 'Show everything' }).click();
    await settled((a, b) => a === from && b === to, 'it is not whole again');
    assert.doesNotMatch(page.url(), /zoom=/);
  });

  it('is zoomed and read by keyboard, and says where the cursor is', async () => {
    await open('?period=365d');
    const [from, to] = await seen();
    await chart().focus();
    await page.keyboard.press('ArrowRight');
    await until(async () => /^\d+ \w+ \d{4}: [\d,]+ visits; /.test(await cursor()), 'it says nothing');
    const first = await cursor();
    await page.keyboard.press('ArrowRight');
    await until(async () => (await cursor()) !== first, 'the cursor does not move');
    for (const key of ['End', '+', '+']) await page.keyboard.press(key);
    await settled((a, b) => b > to - 86_400 && b - a < (to - from) / 3, 'it is not zoomed round the cursor');
    await page.keyboard.press('Home'); // what is seen follows
    await settled((a) => a <= from + 86_400, 'the cursor is out of sight');
    assert.equal(await cursor(), first);
    await page.keyboard.press('-');
    await page.keyboard.press('0');
    await settled((a, b) => a === from && b === to, 'it is not whole again');
    // The keys work beside the chart too.
    await page.locator('main h1').click();
    await page.keyboard.press('+');
    await settled((a, b) => b - a < to - from, 'a key beside the chart does nothing');
  });

  it('names what was published and what it moved, and Enter opens that', async () => {
    const r = likely.at(-1);
    await open(`?from=${r.window.from}&to=${r.window.to}`);
    await chart().focus();
    await page.keyboard.press('ArrowRight');
    await until(async () => /expected; 1 mention\./.test(await cursor()), () => cursor());
    await page.getByRole('link', { name: `${r.mention.show}, ${r.mention.title}` }).waitFor();
    assert.match(await page.locator('main').innerText(), /Likely\s+\+[\d,]+ to \+[\d,]+ visits in 7 days/);
    await chart().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/reports/${r.id}`);
    await page.goBack();
    await drawn();
    // A click takes the day under the mouse.
    const box = await page.locator('.u-over').boundingBox();
    await page.mouse.click(box.x + box.width * 0.5, box.y + 60);
    await page.getByRole('heading', { name: /^Published \d+ \w+ \d{4}$/ }).waitFor();
  });

  it('names annotations, and takes new ones by a key', async () => {
    const { from, to } = likely[0].window;
    await open(`?from=${from}&to=${to}`);
    await page.keyboard.press('ArrowRight');
    await until(async () => /Release 4\./.test(await cursor()), () => cursor());
    await page.getByRole('link', { name: 'Release 4' }).waitFor();
    await page.keyboard.press('n');
    await page.getByLabel('Name', { exact: true }).waitFor();
    assert.equal(await page.getByLabel('First day').inputValue(), from);
    await page.waitForTimeout(300);
    assert.deepEqual(await barriers(page, 'the form'), []);
    await page.keyboard.type('Tag was off');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Tag was off' }).waitFor();
    assert.ok((await api('/annotations')).items.some((a) => a.name === 'Tag was off' && a.from === from));
  });

  it('is a table too, of what is seen', async () => {
    const { from, to } = likely[0].window;
    await open(`?from=${from}&to=${to}`);
    await page.keyboard.press('t');
    await page.waitForURL(/view=table/);
    await page.locator('main tbody tr').first().waitFor();
    assert.equal(await page.locator('main tbody tr').count(), 7);
    assert.match(await page.locator('main tbody tr').first().innerText(), /Release 4/);
    await page.getByText('Week', { exact: true }).click();
    await until(async () => [1, 2].includes(await page.locator('main tbody tr').count()), 'it is not by week');
    await page.locator('main h1').click(); // single keys rest in a control
    await page.keyboard.press('t');
    await drawn();
  });

  it('leaves competitors out where they are not wanted, and other brands', async () => {
    await open('?period=90d');
    await page.getByText('Competitors', { exact: true }).nth(1).waitFor(); // in the legend
    await page.getByRole('switch', { name: 'Competitors' }).click();
    await page.waitForURL(/rivals=no/);
    await until(async () => (await page.getByText('Competitors', { exact: true }).count()) === 1, 'they are still there');
    await page.goto(`${demo.url}/timeline?brand=nosuch`);
    await drawn();
    await until(async () => (await page.locator('figcaption').getByText('Your mentions').count()) === 0, 'there are mentions of no brand');
  });

  it('can be taken along as a picture and as a table', async () => {
    await open('?period=365d');
    const taken = async (name) => {
      await page.getByRole('button', { name: 'Download' }).click();
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name }).click()]);
      assert.match(file.suggestedFilename(), /^timeline-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.(svg|png|csv)$/);
      return readFileSync(await file.path());
    };
    const svg = String(await taken('Chart, SVG'));
    assert.match(svg.slice(0, 400), /^<svg[^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    assert.deepEqual(svg.match(/var\(|NaN|undefined/g), null);
    assert.match(svg, /Release 4/);
    assert.ok(svg.match(/<circle/g).length >= 4, 'it has no mentions');
    const png = await taken('Chart, PNG');
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    assert.ok(png.readUInt32BE(16) >= 1900, `it is ${png.readUInt32BE(16)} pixels wide`);
    const csv = String(await taken('Table, CSV')).split('\r\n');
    assert.match(csv[0], /^\ufeffstart,unit,metric,channel,value,partial,expected_low/);
    assert.equal(csv.length, 367); // with its head and its end
    if (shots) {
      const { writeFileSync } = await import('node:fs');
      writeFileSync(`${shots}/timeline-file.png`, png);
    }
  });

  it('says what is missing', async () => {
    await page.goto(`${demo.url}/timeline?from=2019-01-01&to=2019-02-01`);
    await page.getByText('No data 1 Jan 2019 to 1 Feb 2019.').waitFor();
    await page.goto(`${demo.url}/timeline?period=30d&unit=hour`);
    await page.getByText('These visits are counted by day, not by hour.').waitFor();
    await page.getByRole('button', { name: 'Show days' }).click();
    await drawn();
    await page.goto(`${demo.url}/timeline?site=nosuch`);
    await page.getByText(/There is no site nosuch\./).waitFor();
    const empty = await startEmpty();
    try {
      const { page: other, troubles: more } = await browser.newPage(empty.url);
      await other.goto(empty.link());
      await other.locator('[aria-label="Pages"]').first().waitFor();
      await other.goto(empty.url + '/timeline');
      await other.getByText('No visits yet.').waitFor();
      assert.deepEqual(await barriers(other, 'no visits'), []);
      await other.getByRole('link', { name: 'Add the tag' }).click();
      await other.waitForURL(/\/sites\/new$/);
      assert.deepEqual(more, []);
      await other.context().close();
    } finally {
      await empty.stop();
    }
  });

  it('has no barriers, light and dark, wide and narrow, in English and in Dutch', async () => {
    const found = [];
    const looks = [['light', {}], ['dark', { colorScheme: 'dark', locale: 'nl-NL' }], ['narrow', { viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' }]];
    for (const [name, options] of looks) {
      const { page: other, troubles: more } = await browser.newPage(demo.url, options);
      for (const path of ['/timeline?period=365d', '/timeline?view=table&period=30d', '/timeline?from=2019-01-01&to=2019-02-01']) {
        await other.goto(demo.url + path);
        await other.locator('main :is(table, figure canvas, h4, [class*=EmptyState])').first().waitFor();
        if (path.endsWith('365d')) {
          await drawn(other);
          await other.getByRole('application').focus();
          await other.keyboard.press('End');
          await other.locator('main section h2').nth(1).waitFor();
          if (shots) await other.screenshot({ path: `${shots}/timeline-${name}.png`, fullPage: true });
        }
        found.push(...(await barriers(other, `${path}, ${name}`)));
      }
      troubles.push(...more);
      await other.context().close();
    }
    assert.deepEqual(found, []);
  });

  // A file that the page made itself is a blob. The site that doesn't exist was asked for above.
  it('asked nobody else, and broke no rule of its own policy', () => assert.deepEqual(troubles.filter((t) => !/elsewhere: blob:|status of 422/.test(t)), []));
});
