// Starts the real binary on an invented world and a real browser before it.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
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
export async function startDemo() {
  const data = mkdtempSync(join(tmpdir(), 'namedrop-journey-'));
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(binary, ['demo', '--data', data, '--listen', address, '--world', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (b) => (said += b));
  child.stderr.on('data', (b) => (said += b));
  const ended = new Promise((done) => child.on('exit', done));
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(timer);
    rmSync(data, { recursive: true, force: true });
  };
  const url = `http://${address}`;
  try {
    const ready = until(async () => (await fetch(url + '/readyz')).ok, 20_000, () => `the demo isn't ready; it said:\n${said}`);
    const early = ended.then(() => Promise.reject(new Error(`the demo ended at once; it said:\n${said}`)));
    await Promise.race([ready, early]);
    early.catch(() => {});
    ready.catch(() => {});
  } catch (e) {
    await stop();
    throw e;
  }
  return { url, stop, said: () => said };
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

/** until asks again and again, and gives up with a sentence. */
export async function until(ask, limit, words) {
  const start = Date.now();
  for (;;) {
    try {
      if (await ask()) return;
    } catch {
      // Not yet.
    }
    if (Date.now() - start > limit) throw new Error(typeof words === 'function' ? words() : words);
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
