// An empty installation leads on: a name first, then where people talk, and no example that
// could only go wrong.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { missing, openBrowser, startEmpty } from './desk.mjs';

describe('first steps', { skip: missing() }, () => {
  let served, browser, page, troubles;
  const heading = (name) => page.getByRole('heading', { name }).or(page.getByText(name, { exact: true })).first().waitFor();

  before(async () => {
    served = await startEmpty();
    browser = await openBrowser();
    ({ page, troubles } = await browser.newPage(served.url));
  });
  after(async () => {
    await browser?.close();
    await served?.stop();
  });

  const tryExamples = async () => {
    await page.goto(served.url + '/search');
    await page.locator('main code').first().waitFor();
    const examples = await page.locator('main li a').evaluateAll((links) => links.map((a) => a.getAttribute('href')));
    assert.ok(examples.length >= 3);
    for (const to of examples) {
      await page.goto(served.url + to);
      await heading('No sources have been read yet.');
    }
    await page.getByRole('link', { name: 'Add a source' }).click();
    await page.waitForURL(/\/sources$/);
  };

  it('asks for a name first', async () => {
    await page.goto(served.link());
    await heading('Which brand should Namedrop look for?');
  });

  it('says of a search that nothing was read yet', tryExamples);

  it('asks where people talk once there is a name', async () => {
    await page.goto(served.url + '/inbox');
    await page.getByRole('link', { name: 'Add brand' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Acme');
    await page.keyboard.press('Control+s');
    await page.getByRole('link', { name: 'Inbox' }).click();
    await heading('Where do people talk about you?');
    await tryExamples();
  });

  it('brings into sight what is wrong with a long form', async () => {
    await page.goto(served.url + '/brands/new');
    await page.getByLabel('Name', { exact: true }).fill('!!');
    await page.keyboard.press('Control+s');
    const wrong = page.locator('main [role=alert]');
    await wrong.waitFor();
    const { y, height } = await wrong.boundingBox();
    assert.ok(y >= 48 && y + height <= 800, `it stands at ${y}`);
  });

  it('says of a file that is no OPML what would be', async () => {
    await page.goto(served.url + '/sources');
    await page.locator('input[type=file]').setInputFiles({ name: 'a.opml', mimeType: 'text/xml', buffer: Buffer.from('neither') });
    await page.locator('main [role=alert]').filter({ hasText: 'as OPML' }).waitFor();
  });

  it('draws the boxes that can be ticked in the dark too', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(served.url + '/alerts/channels/new');
    const box = page.getByRole('checkbox', { name: 'removed' });
    await box.waitFor();
    assert.equal(await box.evaluate((e) => getComputedStyle(e).borderTopColor), 'rgb(122, 133, 148)');
  });

  // The browser notes each refusal as an error.
  it('asked nobody else, and broke no rule of its own policy', () => assert.deepEqual(troubles.filter((t) => !t.includes('status of 422')), []));
});
