// Which mention a lead means: confirmed, corrected and taken back on the page Leads, with the wording that a correction
// teaches; and wordings that are written by hand.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { barriers, binary, missing, openBrowser, startPublic, until } from './desk.mjs';

describe('what a lead means', { skip: missing() }, () => {
  let served, browser, page, troubles;
  const shots = process.env.NAMEDROP_SHOTS;
  const shot = async (name, on = page) => shots && (await on.screenshot({ path: `${shots}/lead-match-${name}.png`, fullPage: true }));
  const api = async (path, init) => {
    const answer = await fetch(served.url + '/api/v1' + path, init);
    assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
    return answer.status === 204 ? undefined : answer.json();
  };
  const button = (name) => page.getByRole('button', { name, exact: true });
  const rows = () => page.getByRole('region', { name: 'Leads', exact: true }).locator('tbody tr');
  const row = (text) => rows().filter({ hasText: text });
  const wordings = async () => ((await api('/leads/aliases')).items ?? []).map((a) => a.wording);
  const ago = (days) => new Date(Date.now() - days * 86_400_000).toISOString();

  before(async () => {
    served = await startPublic();
    browser = await openBrowser();
    const run = (...args) => execFileSync(binary, [...args, '--config', join(served.dir, 'namedrop.yaml')], { encoding: 'utf8' });
    run('brand', 'add', 'Larkmeter');
    const documents = [
      { source: 'Square Talk', title: 'The lease', days: 20, text: 'We moved to Larkmeter. Larkmeter is what we use, and Larkmeter is good.' },
      { source: 'Square Talk', title: 'Moving house', days: 12, text: 'Boxes everywhere, and Larkmeter counted all of them. Larkmeter again, says Ada of Larkmeter.' },
      { source: 'Herring Weekly', title: 'Nets and numbers', days: 15, text: 'Our boats count with Larkmeter now. We chose Larkmeter, and it works at sea, Larkmeter does.' },
    ];
    writeFileSync(join(served.dir, 'docs.jsonl'), documents.map((d, n) => JSON.stringify({
      id: `d${n}`, kind: 'podcast', source: d.source, title: d.title, text: d.text, people: [{ name: 'Ada Quill' }], published: ago(d.days),
    })).join('\n'));
    run('import', 'documents', join(served.dir, 'docs.jsonl'));
    await until(async () => (await api('/mentions')).items.length === 3, 'the mentions don\'t come');
    await api('/leads', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        site: 'shop',
        leads: [
          { key: '1', answer: 'Sqaure Talk', time: ago(5), stage: 'lead' },
          { key: '2', answer: 'the fish podcast', time: ago(4), stage: 'customer', value: 1200 },
          { key: '3', answer: 'my boss likes the fish podcast', time: ago(3) },
          { key: '4', answer: 'Google', time: ago(2) },
        ],
      }),
    });
    ({ page, troubles } = await browser.newPage(served.url));
    await page.goto(served.url + '/leads');
    await until(async () => (await api('/leads')).items.every((l) => l.match), 'the leads aren\'t matched');
    await page.reload();
  });
  after(async () => {
    await browser?.close();
    await served?.stop();
  });

  it('says why, in the language of the desk', async () => {
    await row('Sqaure Talk').locator('[data-result], button').first().click();
    await page.getByText('The answer names Square Talk, and 2 of its mentions could be meant.').waitFor();
    await shot('why');
    const { page: dutch, troubles: more } = await browser.newPage(served.url, { locale: 'nl-NL', colorScheme: 'dark', viewport: { width: 320, height: 700 } });
    await dutch.goto(served.url + '/leads');
    await dutch.getByRole('button', { name: 'Sqaure Talk' }).click();
    await dutch.getByText('Het antwoord noemt Square Talk, en daarvan kunnen 2 vermeldingen bedoeld zijn.').waitFor();
    await dutch.getByRole('button', { name: 'Verbeteren' }).first().click();
    await dutch.getByLabel('Show', { exact: true }).waitFor();
    assert.deepEqual(await barriers(dutch, 'a lead that is corrected, dark, narrow and in Dutch'), []);
    assert.ok(await dutch.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'it scrolls sideways');
    await shot('narrow', dutch);
    troubles.push(...more);
    await dutch.context().close();
  });

  it('is corrected with what could be chosen, and learnt from', async () => {
    await page.getByRole('button', { name: 'the fish podcast', exact: true }).click();
    await row('the fish podcast').getByRole('button', { name: 'Correct', exact: true }).first().click();
    const form = page.locator('form').filter({ has: page.getByLabel('Show', { exact: true }) });
    await until(async () => (await form.getByLabel('Show', { exact: true }).locator('option').allInnerTexts()).includes('Herring Weekly'), 'the choices don\'t come');
    await form.getByLabel('Show', { exact: true }).selectOption('Herring Weekly');
    await form.getByLabel('Episode, video or post').selectOption({ label: (await form.getByLabel('Episode, video or post').locator('option').allInnerTexts()).find((o) => o.includes('Nets and numbers')) });
    assert.equal(await form.getByRole('textbox').inputValue(), 'the fish podcast');
    await shot('correct');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'detached' });
    assert.deepEqual(await wordings(), ['the fish podcast']);
    // The next one who writes it is matched, and the table of shows counts both.
    await until(async () => (await api('/leads')).items.find((l) => l.key === '3').match.show === 'Herring Weekly', 'nothing was learnt');
  });

  it('is undone with z, and the wording with it', async () => {
    await page.getByRole('heading', { name: 'Leads', level: 1 }).click();
    await page.keyboard.press('z');
    await until(async () => (await wordings()).length === 0, 'the wording stays');
    await until(async () => {
      const l = (await api('/leads')).items.find((x) => x.key === '2');
      return l.match && !l.match.judged && !l.match.show;
    }, 'the judgement stays');
    await until(async () => !(await api('/leads')).items.find((x) => x.key === '3').match.show, 'the other lead keeps what was learnt');
  });

  it('learns what is written by hand, until it is removed', async () => {
    await page.reload();
    const form = page.getByRole('form', { name: 'Add a wording' });
    await form.getByLabel('What leads write').fill('podcast');
    await form.getByLabel('Name of the show or person').fill('Square Talk');
    await form.getByRole('button', { name: 'Add a wording' }).click();
    await form.getByRole('alert').waitFor(); // too general
    await form.getByLabel('What leads write').fill('the fish podcast');
    await form.getByLabel('What it means').selectOption('A host, guest or author');
    await form.getByLabel('Name of the show or person').fill('ada quill');
    await form.getByRole('button', { name: 'Add a wording' }).click();
    await page.getByText('means Ada Quill').waitFor();
    await until(async () => (await api('/leads')).items.find((l) => l.key === '3').match.reasons[0].params?.people?.[0] === 'Ada Quill', 'the wording isn\'t used');
    await shot('wordings');
    assert.deepEqual(await barriers(page, 'leads'), []);
    await button('Remove the wording the fish podcast').click();
    await until(async () => (await wordings()).length === 0, 'the wording stays');
  });

  it('asked nobody else, and broke no rule of its own policy', () => assert.deepEqual(troubles.filter((t) => !t.includes('status of 422')), []));
});
