// From another machine one signs in: the first time by the token of `namedrop token setup`,
// then with a password. A session that ends leaves one where one was.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { barriers, missing, openBrowser, startServe, until } from './desk.mjs';

const email = 'ada@team.example';
const password = 'correct horse battery';

describe('sign-in', { skip: missing() }, () => {
  let served, browser, page, token;

  before(async () => {
    served = await startServe();
    browser = await openBrowser();
    ({ page } = await browser.newPage(served.url, { bypassCSP: true }));
  });
  after(async () => {
    await browser?.close();
    await served?.stop();
  });

  const signIn = async (as = password) => {
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(as);
    await page.keyboard.press('Enter');
  };
  const inside = () => page.getByRole('link', { name: 'Brands' }).waitFor();

  it('shows nothing of the desk to who is not known', async () => {
    await page.goto(served.url + '/inbox?period=30d');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    assert.equal(await page.locator('nav').count(), 0);
    assert.deepEqual(await barriers(page, 'sign-in'), []);
  });

  it('says that a password is wrong, and no more', async () => {
    await signIn('not this one');
    await page.getByRole('alert').filter({ hasText: 'The e-mail address or the password is wrong.' }).waitFor();
    assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), '');
  });

  it('lets the first person in by the token of `namedrop token setup`', async () => {
    token = served.token();
    await page.getByRole('button', { name: 'First time here?' }).click();
    await page.getByText('namedrop token setup').waitFor();
    await page.getByLabel('Token').fill('nd_wrong');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Choose a password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: "This token doesn't exist" }).waitFor();
    assert.deepEqual(await barriers(page, 'set-up'), []);
    await page.getByLabel('Token').fill(token);
    await page.keyboard.press('Enter');
    await inside();
    assert.match(page.url(), /\/inbox\?period=30d/);
  });

  it('keeps the session from scripts', async () => {
    // The other one remembers the browser: it lets nobody in, and keeps its owner from being locked out.
    const cookies = (await page.context().cookies()).sort((a, b) => a.name.localeCompare(b.name));
    assert.deepEqual(
      cookies.map((c) => [c.name, c.httpOnly, c.sameSite]),
      [
        ['namedrop_device', true, 'Lax'],
        ['namedrop_session', true, 'Lax'],
      ],
    );
    assert.equal(await page.evaluate(() => document.cookie), '');
  });

  it('signs out and in again', async () => {
    const { value } = (await page.context().cookies()).find((c) => c.name === 'namedrop_session');
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    assert.equal(await page.locator('nav').count(), 0);
    const old = await fetch(served.url + '/api/v1/session', { headers: { Cookie: `namedrop_session=${value}` } });
    assert.equal(old.status, 401);
    await signIn();
    await inside();
  });

  it('comes back to where it was when the session had ended, with what was written', async () => {
    await page.goto(served.url + '/brands/new');
    await page.getByLabel('Name', { exact: true }).fill('Larkmeter');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Add brand' }).click();
    await page.getByText('Your session has expired.').waitFor();
    assert.match(page.url(), /\/brands\/new$/);
    await signIn();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor({ state: 'detached' });
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Larkmeter');
    await page.getByRole('button', { name: 'Add brand' }).click();
    await page.waitForURL(/\/brands\/larkmeter$/);
  });

  it('slows guessing down, and says for how long', async () => {
    await page.context().clearCookies();
    await page.goto(served.url + '/inbox');
    const said = page.getByRole('alert').filter({ hasText: /Too many attempts. Wait \d+ seconds?\./ });
    await until(async () => {
      if (await said.isVisible()) return true;
      await signIn('guess ' + Math.random());
      await page.waitForTimeout(300);
      return said.isVisible();
    }, 'guessing is never slowed down');
    assert.ok(await page.getByRole('button', { name: 'Sign in' }).isDisabled());
  });

  it('speaks Dutch', async () => {
    await page.getByText('Nederlands').click();
    await page.getByRole('heading', { name: 'Inloggen' }).waitFor();
    await page.getByRole('alert').filter({ hasText: /Te veel pogingen. Wacht \d+ secon/ }).waitFor();
  });

  it('wrote no secret into its log', () => {
    for (const secret of [password, token, 'nd_wrong', 'not this one']) assert.ok(!served.said().includes(secret), `the log holds ${secret}`);
  });
});
