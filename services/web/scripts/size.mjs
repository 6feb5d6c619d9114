// The first route may load 350 KB of compressed script, no more. It is the entry and all
// that the entry imports before it can run, and the inbox, which is opened first.
import { readFileSync, statSync } from 'node:fs';

const limit = 350 * 1024;
const root = new URL('..', import.meta.url).pathname;
const manifest = JSON.parse(readFileSync(root + 'node_modules/.build-manifest.json', 'utf8'));

const seen = new Set();
function visit(key) {
  if (seen.has(key)) return;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) visit(next);
}
for (const [key, chunk] of Object.entries(manifest)) {
  if (key === 'index.html' || key.endsWith('InboxPage.tsx')) visit(key);
}
let total = 0;
for (const key of seen) total += statSync(`${root}dist/${manifest[key].file}.gz`).size;
console.log(`first route: ${(total / 1024).toFixed(1)} KB of compressed script in ${seen.size} files, limit ${limit / 1024} KB`);
if (total > limit) process.exit(1);
