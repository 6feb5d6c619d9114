// What a team sets up: a brand tried on a text and taught from the archive, sources found,
// rested and removed, a channel with its secret, a rule seen beforehand, a message retried.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { filled, missing, openBrowser, startDemo, until } from './desk.mjs';

describe('managing', { skip: missing() }, () => {
  let demo, browser, page, troubles;
  const api = async (path) => (await fetch(demo.url + '/api/v1' + path)).json();
  const toast = (text) => page.locator('[role=status]').filter({ hasText: text }).first().waitFor();

  before(async () => {
    demo = await startDemo('--every', '1h');
    browser = await openBrowser();
    await filled(demo.url);
    ({ page, troubles } = await browser.newPage(demo.url));
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('a brand is tried on a text before it is saved, and the archive is read for it', async () => {
    await page.goto(demo.url + '/brands');
    await page.getByRole('link', { name: 'Add brand' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Meridian Labware');
    await page.getByLabel('Sample text').fill('Farah left Meridian Labware in May.');
    await page.locator('main mark', { hasText: 'Meridian Labware' }).waitFor();
    await page.keyboard.press('Control+s');
    await page.waitForURL(/\/brands\/meridian-labware$/);
    await toast(/Archive re-scanned: \d+ added/);
    await page.getByRole('button', { name: 'Find suggestions' }).click();
    await toast(/Checked \d+ episodes?, posts?/);
  });

  it('a deleted brand comes back by one key', async () => {
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.waitForURL(/\/brands$/);
    await toast('Meridian Labware deleted');
    await page.keyboard.press('z');
    await page.getByRole('link', { name: 'Meridian Labware' }).waitFor();
  });

  it('a source is rested and removed, and both are taken back', async () => {
    await page.goto(demo.url + '/sources?q=maas');
    const acts = page.getByRole('button', { name: 'Actions for Marketing aan de Maas' });
    await acts.click();
    await page.getByRole('menuitem', { name: 'Pause' }).click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await acts.click();
    await page.getByRole('menuitem', { name: 'Resume' }).waitFor();
    assert.equal(await page.getByRole('menuitem', { name: 'Read now' }).count(), 0);
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem', { name: 'Resume' }).waitFor({ state: 'detached' });
    await page.keyboard.press('z');
    await page.getByText('Paused', { exact: true }).waitFor({ state: 'detached' });
    await acts.click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await acts.waitFor({ state: 'detached' });
    await page.keyboard.press('z');
    await acts.waitFor();
  });

  it('a source is called as its user likes, and again as it calls itself', async () => {
    const acts = (name) => page.getByRole('button', { name: `Actions for ${name}` });
    const rename = async (from, to) => {
      await acts(from).click();
      await page.getByRole('menuitem', { name: 'Rename' }).click();
      const field = page.getByLabel(`New name for ${from}`);
      // The field has the focus, and keeps it while the menu goes.
      await page.getByRole('menuitem').first().waitFor({ state: 'detached' });
      await page.keyboard.press('Control+a');
      if (to === '') await page.keyboard.press('Delete');
      else await page.keyboard.type(to);
      await page.keyboard.press('Enter');
      await field.waitFor({ state: 'detached' });
    };
    await rename('Marketing aan de Maas', 'Maas');
    await acts('Maas').waitFor();
    await page.getByText('Original name: Marketing aan de Maas').waitFor();
    await rename('Maas', '');
    await acts('Marketing aan de Maas').waitFor();
    await page.keyboard.press('z');
    await acts('Maas').waitFor();
    await rename('Maas', '');
    await acts('Marketing aan de Maas').waitFor();
  });

  it('a renaming by keyboard alone is given up by Escape, and the focus is back on the button', async () => {
    const acts = page.getByRole('button', { name: 'Actions for Marketing aan de Maas' });
    await acts.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem').first().waitFor();
    await page.waitForTimeout(200);
    for (let i = 0; i < 9 && !(await page.evaluate(() => /Rename/.test(document.activeElement.textContent))); i++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const field = page.getByLabel('New name for Marketing aan de Maas');
    await field.waitFor();
    await page.waitForTimeout(400);
    await page.keyboard.type('x');
    assert.match(await field.inputValue(), /x/);
    await page.keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });
    await until(() => acts.evaluate((e) => e === document.activeElement), 'the focus is elsewhere');
    assert.equal((await api('/sources?q=maas')).items[0].name, 'Marketing aan de Maas');
  });

  it('an e-mail address is not looked up, and a bad file says so each time', async () => {
    await page.goto(demo.url + '/sources');
    const box = page.getByRole('textbox', { name: /A link, a handle/ });
    await box.fill('ann@show.example');
    await page.keyboard.press('Enter');
    await page.locator('main [role=alert]').filter({ hasText: '“ann@show.example” is an e-mail address.' }).waitFor();
    const bad = { name: 'shows.opml', mimeType: 'text/x-opml', buffer: Buffer.from('<html>no list</html>') };
    for (let i = 0; i < 2; i++) {
      const [answer] = await Promise.all([page.waitForResponse(/sources\/import/), page.locator('input[type=file]').setInputFiles(bad)]);
      assert.equal(answer.status(), 422);
      await page.locator('main [role=alert]').filter({ hasText: /neither OPML/ }).waitFor();
      // The field is empty again, so that the browser tells of the same file once more.
      await until(() => page.locator('input[type=file]').evaluate((e) => e.value === ''), 'the field still holds the file');
    }
  });

  it('a private source that was removed comes back with its password', async () => {
    const address = 'https://me:secret@private.example/feed';
    await fetch(demo.url + '/api/v1/sources', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ url: address, title: 'Behind a door' }) });
    await page.goto(demo.url + '/sources?q=door');
    const acts = page.getByRole('button', { name: 'Actions for Behind a door' });
    await acts.click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await acts.waitFor({ state: 'detached' });
    await page.keyboard.press('z');
    await acts.waitFor();
    assert.match(await (await fetch(demo.url + '/api/v1/sources/export')).text(), /me:secret@private/);
  });

  it('a page leads to its feed', async () => {
    const world = (await api('/sources?q=maas')).items[0].url.replace(/marketing-aan-de-maas.*/, '');
    await page.goto(demo.url + '/sources');
    const box = page.getByRole('textbox', { name: /A link, a handle/ });
    await box.fill(world + 'zaal-zeven/');
    await page.keyboard.press('Enter');
    await toast('Zaal Zeven was already added');
    await box.fill(world + 'nowhere');
    await page.keyboard.press('Enter');
    await page.locator('main [role=alert]').waitFor();
  });

  it('a channel tells its secret once, and takes a test', async () => {
    const receiver = (await api('/channels')).items[0].url;
    await page.goto(demo.url + '/alerts');
    await page.getByRole('link', { name: 'Add a channel' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Second hook');
    await page.getByLabel('Address').fill(receiver);
    await page.keyboard.press('Enter');
    await page.locator('code', { hasText: /^whsec_/ }).waitFor();
    await page.getByRole('button', { name: 'Send a test message' }).click();
    // The demo's receiver knows another secret, and says so.
    await page.locator('main [role=alert]').filter({ hasText: /401|signature/ }).waitFor();
    const first = await page.locator('code').textContent();
    await page.getByRole('link', { name: 'Second hook' }).click();
    await page.getByRole('button', { name: 'New signing secret' }).click();
    // A colleague is quicker: the secret of theirs, and the one before it, must not end unseen.
    const { id } = (await api('/channels')).items.find((c) => c.name === 'Second hook');
    await fetch(`${demo.url}/api/v1/channels/${id}/secret`, { method: 'POST' });
    const make = page.getByRole('dialog').getByRole('button', { name: 'New signing secret' });
    await make.click();
    await page.getByRole('dialog').getByText('Someone else changed this in the meantime').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'New signing secret' }).click();
    await make.click();
    assert.notEqual(await page.locator('code', { hasText: /^whsec_/ }).textContent(), first);
  });

  it('a Slack channel is made of what its adapter asks for, and its URL is never shown again', async () => {
    const hidden = 'hush-hush-hush-hush-hush';
    await page.goto(demo.url + '/alerts/channels/new');
    await page.getByLabel('Type').first().click();
    await page.getByRole('option', { name: 'Slack' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Team');
    await page.getByLabel('Webhook URL').fill('https://acme.slack.com/archives/C012');
    await page.keyboard.press('Enter');
    await page.locator('main [role=alert]').filter({ hasText: 'That is a page in Slack' }).waitFor();
    await page.getByLabel('Webhook URL').fill(`https://hooks.slack.com/services/T012/B345/${hidden}`);
    await page.keyboard.press('Enter');
    await page.getByText('hooks.slack.com/…').waitFor();
    assert.equal(await page.locator('code', { hasText: /^whsec_/ }).count(), 0);
    await page.getByRole('link', { name: 'Team' }).click();
    assert.equal(await page.getByLabel('Webhook URL').inputValue(), '');
    assert.equal(await page.getByLabel('Webhook URL').getAttribute('placeholder'), 'Set. Leave empty to keep it.');
    assert.equal(await page.getByRole('button', { name: 'New signing secret' }).count(), 0);
    await page.getByLabel('Language').first().click();
    await page.getByRole('option', { name: 'Nederlands' }).click();
    // It gets mentions until told otherwise, and always something.
    const mentions = page.getByRole('checkbox', { name: 'Mentions', exact: true });
    assert.equal(await mentions.isChecked(), true);
    await mentions.press('Space');
    await page.getByText('Choose at least one.').waitFor();
    assert.equal(await page.getByRole('checkbox', { name: 'dismissed' }).isDisabled(), true);
    await page.getByRole('checkbox', { name: 'Reports', exact: true }).press('Space');
    await page.keyboard.press('Control+s');
    await page.waitForURL(/\/alerts$/);
    const { settings, secrets, topics } = (await api('/channels')).items.find((c) => c.name === 'Team');
    assert.deepEqual({ settings, secrets, topics }, { settings: { language: 'nl' }, secrets: ['url'], topics: ['reports'] });
    assert.ok(!(await page.content()).includes(hidden) && !JSON.stringify(await api('/channels')).includes(hidden));
  });

  it('a rule shows what it would have sent, then is saved, rested and deleted', async () => {
    await page.goto(demo.url + '/alerts/rules/new?brand=quillroute');
    await page.getByRole('heading', { name: /Would have sent \d+ alerts? in the last 90 days\./ }).waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Quillroute watch');
    await page.getByText('Alerts are sent for new mentions only, never for those found in back catalogues.').waitFor();
    await page.getByLabel('Send to', { exact: true }).first().click();
    await page.getByRole('option', { name: 'Demo receiver' }).click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+s');
    await page.waitForURL(/\/alerts$/);
    const on = page.getByRole('switch', { name: 'Quillroute watch is on' });
    await on.waitFor();
    await on.press(' ');
    await until(async () => (await api('/rules')).items.find((r) => r.name === 'Quillroute watch').active === false, 'the rule is not resting');
    await page.getByRole('link', { name: 'Quillroute watch' }).click();
    await page.getByRole('button', { name: 'Delete rule' }).click();
    await page.waitForURL(/\/alerts$/);
    await toast('Quillroute watch deleted');
    await page.keyboard.press('z');
    await page.getByRole('link', { name: 'Quillroute watch' }).waitFor();
  });

  // The browser notes a look-up that found nothing, and what is refused, as errors.
  it('asked nobody else, and broke no rule of its own policy', () => assert.deepEqual(troubles.filter((t) => !/status of (404|412|422)/.test(t)), []));
});
