// A viewer sees everything and changes nothing: what they may not do isn't there, or is off with the
// reason beside it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { barriers, filled, missing, openBrowser, startDemo, turnTo } from './desk.mjs';

const email = 'vi@team.example';
const password = 'correct horse battery';
const writes = /\b(confirm|dismiss|star|reopen|add|edit|save|delete|rename|pause|resume|retry|create|new signing secret|test message|read now|revoke|add note|assign|opml file)\b/i;

describe('viewer', { skip: missing() }, () => {
  let demo, browser, page, mention, troubles;
  const shots = process.env.NAMEDROP_SHOTS;
  const shot = async (name) => shots && (await page.screenshot({ path: `${shots}/viewer-${name}.png` }));

  before(async () => {
    demo = await startDemo('--every', '1h');
    browser = await openBrowser();
    await filled(demo.url);
    const made = await fetch(demo.url + '/api/v1/users', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ email, password, role: 'read' }) });
    assert.equal(made.status, 200);
    const { items } = await (await fetch(demo.url + '/api/v1/mentions?limit=20')).json();
    mention = items.find((x) => x.hits.length > 1 && x.hits[0].second !== null).id;
    ({ page, troubles } = await browser.newPage(demo.url, { bypassCSP: true }));
    // The demo asks nobody to sign in; whoever does is who they are.
    await page.goto(demo.url + '/inbox');
    const signedIn = await page.evaluate(
      ([email, password]) => fetch('/api/v1/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ email, password }) }).then((r) => r.status),
      [email, password],
    );
    assert.equal(signedIn, 200);
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('finds no control that would only be refused', async () => {
    const found = [];
    await page.goto(demo.url + '/inbox');
    await page.locator('[role=feed]').waitFor();
    for (const path of ['/inbox', `/inbox?m=${mention}`, `/mentions/${mention}`, '/search?q=larkmeter&brand=larkmeter', '/brands', '/brands/beacon', '/brands/new', '/sources', '/alerts', '/alerts/rules/our-name', '/alerts/channels/new', '/deliveries', '/deliveries?state=failed', '/leads', '/imports', '/people']) {
      await turnTo(page, path);
      const enabled = await page.locator('main :is(button, a[href$="/new"], a[href*="/new?"])').evaluateAll((all) =>
        all.filter((e) => !e.matches(':disabled, [aria-disabled=true]') && e.offsetParent !== null).map((e) => `${e.getAttribute('aria-label') ?? ''} ${e.textContent} ${e.getAttribute('title') ?? ''}`.trim()),
      );
      // A quote may have any word; buttons are short.
      for (const name of enabled) if (name.length < 60 && writes.test(name)) found.push(`${path}: ${name}`);
      found.push(...(await page.locator('main a:is([href$="/new"], [href*="/new?"])').evaluateAll((all, path) => all.map((a) => `${path}: ${a.getAttribute('href')}`), path)));
      const switches = await page.locator('main [role=switch]:enabled').count();
      if (switches > 0) found.push(`${path}: ${switches} switches`);
      const fields = await page.locator('main form :is(input, textarea, select):enabled').evaluateAll((all) => all.filter((e) => e.offsetParent !== null && e.closest('[role=search]') === null).map((e) => e.outerHTML.slice(0, 100)));
      for (const f of fields) found.push(`${path}: ${f}`);
      found.push(...(await barriers(page, path)));
    }
    assert.deepEqual(found, []);
  });

  it('is told why, where a form is off or a list has no button', async () => {
    for (const path of [`/mentions/${mention}`, '/brands/beacon', '/sources', '/alerts', '/alerts/rules/our-name', '/alerts/channels/new']) {
      await page.goto(demo.url + path);
      await page.getByText('You can view this but not change it. Ask someone with the Editor role.').first().waitFor();
      await shot(path.replaceAll('/', '-'));
    }
    await page.goto(demo.url + '/people');
    await page.getByText('Only an admin sees people.').waitFor();
    await page.getByText('Ask the admin who made your account.').waitFor();
    assert.equal(await page.getByRole('link', { name: 'People' }).count(), 0);
  });

  it('a key that would change something says so, and changes nothing', async () => {
    await page.goto(`${demo.url}/mentions/${mention}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const before = await (await fetch(`${demo.url}/api/v1/mentions/${mention}`)).json();
    await page.keyboard.press('c');
    await page.getByRole('alert').filter({ hasText: 'You can view this but not change it.' }).waitFor();
    const after = await (await fetch(`${demo.url}/api/v1/mentions/${mention}`)).json();
    assert.equal(after.state, before.state);
  });

  it('the menu of a source has only what may be done', async () => {
    await page.goto(demo.url + '/sources?q=maas');
    await page.getByRole('button', { name: 'Actions for Marketing aan de Maas' }).click();
    await page.getByRole('menuitem', { name: 'Mentions' }).waitFor();
    assert.deepEqual((await page.getByRole('menuitem').allTextContents()).filter((t) => !['Mentions', 'Website'].includes(t)), []);
  });

  it('asks for nothing that is refused', () => assert.deepEqual(troubles, []));
});
