// The database is gone, and what was made from it is still there: the desk says so on every
// page, and nothing happens until an admin says that this is the right one.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { barriers, missing, openBrowser, startPaused, until } from './desk.mjs';

describe('paused', { skip: missing() }, () => {
  let served, browser, page, troubles;
  const shots = process.env.NAMEDROP_SHOTS; // a folder for pictures to look at
  const shot = async (page, name) => shots && (await page.screenshot({ path: `${shots}/${name}.png` }));

  before(async () => {
    served = await startPaused();
    browser = await openBrowser();
    ({ page, troubles } = await browser.newPage(served.url));
  });
  after(async () => {
    await browser?.close();
    await served?.stop();
  });

  it('says why, light and wide in English, dark and narrow in Dutch', async () => {
    for (const [name, options] of Object.entries({
      light: {},
      dutch: { locale: 'nl-NL', colorScheme: 'dark', viewport: { width: 360, height: 740 } },
    })) {
      const look = await browser.newPage(served.url, options);
      await look.page.goto(served.url + '/inbox');
      const banner = look.page.locator('section[role=alert]');
      await banner.waitFor();
      assert.match(await banner.innerText(), name === 'dutch' ? /Gepauzeerd.*leeg/s : /Paused.*new and empty/s);
      assert.deepEqual(await barriers(look.page, name), []);
      await shot(look.page, `paused-${name}`);
      assert.deepEqual(look.troubles, []);
      await look.page.context().close();
    }
  });

  it('goes on when somebody says so', async () => {
    await page.goto(served.url + '/sources');
    const resume = page.getByRole('button', { name: 'Resume with this database' });
    await resume.focus();
    await page.keyboard.press('Enter');
    await until(async () => (await page.locator('section[role=alert]').count()) === 0, 'the banner stays');
    const status = await (await fetch(served.url + '/api/v1/status')).json();
    assert.equal(status.paused, undefined);
    await page.reload();
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    assert.equal(await page.locator('section[role=alert]').count(), 0);
    assert.deepEqual(troubles, []);
  });
});
