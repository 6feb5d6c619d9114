// Starts the real binary on an invented world and a real browser before it.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { chromium } = createRequire(join(root, 'services/web/package.json'))('playwright-core');

export const binary = process.env.NAMEDROP_BINARY ?? join(root, 'bin/namedrop');
export const browserPath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** missing says what a journey lacks on this machine, or nothing. */
export function missing() {
  if (!existsSync(binary)) return `${binary} isn't built; run make build`;
  if (!existsSync(browserPath)) return `${browserPath} isn't there; run make setup-browser`;
  return undefined;
}

/** startDemo runs `namedrop demo` on free ports in a folder of its own until stop is called. */
export function startDemo(...options) {
  return start((dir, address) => ['demo', '--data', dir, '--listen', address, '--world', '127.0.0.1:0', ...options]);
}

/** startServe runs `namedrop serve` where other machines could reach it, so that one must sign in. */
export async function startServe() {
  const served = await start((dir, address) => {
    const config = join(dir, 'namedrop.yaml');
    writeFileSync(config, `data: data\ndesk: {listen: "0.0.0.0:${address.split(':')[1]}"}\nnats: {listen: "off"}\nlog: {level: debug}\n`);
    return ['serve', '--config', config];
  });
  const token = () => execFileSync(binary, ['token', 'setup', '--config', join(served.dir, 'namedrop.yaml')], { encoding: 'utf8' }).split('\n')[0];
  return { ...served, token };
}

/** startEmpty runs `namedrop serve` on this machine with nothing in it. One gets in by its link. */
export async function startEmpty(desk = '', more = '') {
  const served = await start((dir, address) => {
    const config = join(dir, 'namedrop.yaml');
    writeFileSync(config, `data: data\ndesk: {listen: "${address}"${desk}}\nnats: {listen: "off"}\n${more}`);
    return ['serve', '--config', config];
  });
  const run = (...args) => execFileSync(binary, [...args, '--config', join(served.dir, 'namedrop.yaml')], { encoding: 'utf8' }).trim();
  const key = () => readFileSync(join(served.dir, 'data/key'), 'utf8').trim();
  return { ...served, run, key, link: () => run('open', '--print'), bearer: () => ({ Authorization: `Bearer ${key()}` }) };
}

/** startPublic runs `namedrop serve` with a public side, on this machine. */
export async function startPublic() {
  const port = await freePort();
  const served = await start((dir, address) => {
    const config = join(dir, 'namedrop.yaml');
    writeFileSync(config, `data: data\ndesk: {listen: "${address}", local: open}\nnats: {listen: "off"}\npublic: {listen: "127.0.0.1:${port}"}\n`);
    return ['serve', '--config', config];
  });
  return { ...served, public: `http://127.0.0.1:${port}` };
}

/** startPaused runs `namedrop serve` on a folder whose database was deleted. */
export function startPaused() {
  return start((dir, address) => {
    const config = join(dir, 'namedrop.yaml');
    writeFileSync(config, `data: data\ndesk: {listen: "${address}", local: open}\nnats: {listen: "off"}\n`);
    execFileSync(binary, ['brand', 'add', 'Larkmeter', '--config', config]);
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(dir, 'data', 'namedrop.db' + suffix), { force: true });
    return ['serve', '--config', config];
  });
}

async function start(args) {
  const dir = mkdtempSync(join(tmpdir(), 'namedrop-journey-'));
  const address = `127.0.0.1:${await freePort()}`;
  const started = Date.now();
  const child = spawn(binary, args(dir, address), { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (b) => (said += b));
  child.stderr.on('data', (b) => (said += b));
  const ended = new Promise((done) => child.on('exit', done));
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(timer);
    rmSync(dir, { recursive: true, force: true });
  };
  const url = `http://${address}`;
  try {
    const ready = until(async () => (await fetch(url + '/readyz')).ok, () => `it isn't ready; it said:\n${said}`);
    const early = ended.then(() => Promise.reject(new Error(`it ended at once; it said:\n${said}`)));
    await Promise.race([ready, early]);
    early.catch(() => {});
    ready.catch(() => {});
  } catch (e) {
    await stop();
    throw e;
  }
  return { url, dir, started, stop, said: () => said };
}

/** openBrowser gives pages that note every error, report and request to elsewhere. */
export async function openBrowser() {
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const newPage = async (url, options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', colorScheme: 'light', ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    const troubles = [];
    page.on('pageerror', (e) => troubles.push(`page error: ${e.message}`));
    page.on('console', (m) => m.type() === 'error' && troubles.push(`console: ${m.text()}`));
    page.on('request', (r) => {
      if (!r.url().startsWith(url) && !r.url().startsWith('data:')) troubles.push(`request to elsewhere: ${r.url()}`);
    });
    return { page, troubles };
  };
  return { newPage, close: () => browser.close() };
}

// A busy machine may take twenty times as long; one that hangs is found out all the same.
const patience = Number(process.env.JOURNEY_PATIENCE ?? 90_000);

/** until asks again and again, and gives up with a sentence. */
export async function until(ask, words) {
  const start = Date.now();
  for (;;) {
    try {
      if (await ask()) return;
    } catch {
      // Not yet.
    }
    if (Date.now() - start > patience) throw new Error(typeof words === 'function' ? words() : words);
    await new Promise((r) => setTimeout(r, 100));
  }
}

function freePort() {
  return new Promise((done, fail) => {
    const s = createServer();
    s.on('error', fail);
    s.listen(0, '127.0.0.1', () => {
      const { port } = s.address();
      s.close(() => done(port));
    });
  });
}

/** turnTo goes to another page of the desk as a click does, and waits until it is there. Loading all of the desk anew takes several times as long. */
export async function turnTo(page, path) {
  let open = 0;
  const up = () => open++;
  const down = () => open--;
  page.on('request', up).on('requestfinished', down).on('requestfailed', down);
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
  const started = Date.now();
  let quiet = 0;
  while (quiet < 3 && Date.now() - started < patience) {
    await new Promise((done) => setTimeout(done, 100));
    quiet = open > 0 ? 0 : quiet + 1;
  }
  page.off('request', up).off('requestfinished', down).off('requestfailed', down);
  await page.locator('main :is(article, table, form, h1, h2, h3, p):visible').first().waitFor();
}

const axe = readFileSync(join(root, 'services/web/node_modules/axe-core/axe.min.js'), 'utf8');

/** barriers are what axe has against the page as it stands, and what stands out to the right. */
export async function barriers(page, name) {
  const found = [];
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) found.push(`${name}: ${wide} pixels stand out to the right`);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    window.axe.run({
      resultTypes: ['violations'],
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      rules: { 'empty-table-header': { enabled: true }, 'page-has-heading-one': { enabled: true }, 'landmark-unique': { enabled: true } },
    }),
  );
  for (const v of violations) found.push(`${name}: ${v.id}, ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 140)).join(' | ')}`);
  return found;
}

/** filled waits until the demo's world has been read and nothing comes in any more. */
export async function filled(url) {
  let last = -1;
  await until(
    async () => {
      const { mentions, sources, outbox } = await (await fetch(url + '/api/v1/status')).json();
      const settled = mentions >= 60 && mentions === last && !sources.waiting && outbox === 0;
      last = mentions;
      await new Promise((r) => setTimeout(r, 500));
      return settled;
    },
    () => `the demo finds ${last} mentions and no more`,
  );
}
