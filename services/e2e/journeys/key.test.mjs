// On its own machine one gets in by a link with a key, and by nothing else.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { barriers, missing, openBrowser, startEmpty } from './desk.mjs';

describe('the key', { skip: missing() }, () => {
  let served, browser, page, troubles;
  const inside = (p = page) => p.getByRole('link', { name: 'Brands' }).waitFor();
  const outside = (p = page) => p.getByRole('heading', { name: 'Open Namedrop' }).waitFor();

  before(async () => {
    served = await startEmpty();
    browser = await openBrowser();
    ({ page, troubles } = await browser.newPage(served.url));
  });
  after(async () => {
    await browser?.close();
    await served?.stop();
  });

  const looks = [
    { name: 'light, English', colorScheme: 'light', locale: 'en-GB', title: 'Open Namedrop' },
    { name: 'dark, Dutch, narrow', colorScheme: 'dark', locale: 'nl-NL', viewport: { width: 320, height: 640 }, title: 'Namedrop openen' },
  ];
  for (const { name, title, ...look } of looks) {
    it(`says how to get in, and shows nothing else (${name})`, async () => {
      const { page } = await browser.newPage(served.url, { ...look, bypassCSP: true });
      await page.goto(served.url + '/inbox');
      await page.getByRole('heading', { name: title }).waitFor();
      await page.getByText('namedrop open', { exact: true }).waitFor();
      assert.equal(await page.locator('nav, input[type=password]').count(), 0);
      assert.deepEqual(await barriers(page, 'hint'), []);
      await page.screenshot({ path: `${process.env.SHOTS ?? served.dir}/hint-${look.colorScheme}.png` });
      await page.context().close();
    });
  }

  it('keeps the key out of what it prints into a log', () => {
    assert.match(served.said(), /namedrop open --data \S+data/);
    assert.ok(!served.said().includes(served.key()));
  });

  it('refuses a wrong link in a sentence, and takes it out of the address', async () => {
    await page.goto(served.url + '/inbox#key=nd_key_wrong');
    await page.getByRole('alert').filter({ hasText: 'This link is not valid, or no longer.' }).waitFor();
    assert.equal(page.url(), served.url + '/inbox');
    await outside();
  });

  it('lets in by the link, in the window that is open, and leaves no key behind', async () => {
    await page.goto(served.url + '/inbox?period=30d#key=' + served.key()); // the page is not loaded again
    await inside();
    await page.waitForURL(served.url + '/inbox?period=30d&state=new');
    const cookies = await page.context().cookies();
    assert.deepEqual(cookies.map((c) => [c.name, c.httpOnly, c.sameSite]), [[`namedrop_session_${new URL(served.url).port}`, true, 'Lax']]);
    const kept = await page.evaluate(() => document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + JSON.stringify(history.state));
    assert.ok(!kept.includes('nd_key_'), kept);
    await page.reload();
    await inside();
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByText('You signed in with a link on this machine.').waitFor();
    await page.keyboard.press('Escape');
  });

  it('hears live events, and hands out exports, by the session', async () => {
    const statuses = await page.evaluate(async () => {
      const stop = new AbortController();
      const events = await fetch('/api/v1/events', { signal: stop.signal });
      stop.abort();
      return [events.status, (await fetch('/api/v1/sources/export')).status, (await fetch('/api/v1/mentions')).status];
    });
    assert.deepEqual(statuses, [200, 200, 200]);
  });

  it('is out again after signing out, for good', async () => {
    const [{ name, value }] = await page.context().cookies();
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await outside();
    const old = await fetch(served.url + '/api/v1/session', { headers: { Cookie: `${name}=${value}` } });
    assert.equal(old.status, 401);
  });

  it('comes in a fresh window by the link that `namedrop open` prints, and the window that waited follows', async () => {
    await page.reload();
    await outside();
    const other = await page.context().newPage();
    await other.goto(served.link());
    await inside(other);
    assert.ok(!other.url().includes('#'));
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await inside();
    await other.close();
  });

  it('ends every session of a key that was changed', async () => {
    const old = served.link();
    const link = served.run('open', '--print', '--new-key');
    assert.notEqual(link, old);
    await page.reload();
    await outside();
    await page.goto(old);
    await page.getByRole('alert').filter({ hasText: 'no longer' }).waitFor();
    await page.goto(link);
    await inside();
  });

  it('shows the form for a password too once somebody has one', async () => {
    const added = await fetch(served.url + '/api/v1/users', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...served.bearer() },
      body: JSON.stringify({ email: 'ada@team.example', password: 'correct horse battery', role: 'read' }),
    });
    assert.equal(added.status, 200);
    const { page } = await browser.newPage(served.url, { bypassCSP: true });
    await page.goto(served.url);
    await page.getByText('namedrop open', { exact: true }).waitFor();
    assert.deepEqual(await barriers(page, 'hint with a password'), []);
    await page.screenshot({ path: `${process.env.SHOTS ?? served.dir}/hint-password.png` });
    await page.getByLabel('E-mail').fill('ada@team.example');
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await page.keyboard.press('Enter');
    await inside(page);
    await page.context().close();
  });

  // The browser notes each refusal as an error.
  it('asked nobody else, and broke no rule of its own policy', () => assert.deepEqual(troubles.filter((t) => !t.includes('status of 401')), []));

  it('asks everyone to sign in where the desk has an address elsewhere, whatever the link', async () => {
    const elsewhere = await startEmpty(', url: "https://desk.example.com", local: open');
    try {
      const { page } = await browser.newPage(elsewhere.url);
      await page.goto(elsewhere.url + '/#key=' + elsewhere.key());
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await page.getByRole('alert').filter({ hasText: 'Here you need to sign in.' }).waitFor();
      assert.equal(await page.getByText('namedrop open', { exact: true }).count(), 0);
      assert.equal(elsewhere.link(), 'https://desk.example.com');
    } finally {
      await elsewhere.stop();
    }
  });
});
