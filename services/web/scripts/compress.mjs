// Compresses the build where it lies: text is kept as .br and .gz only, and the index
// as it is, since the server writes a nonce into it.
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = new URL('../dist', import.meta.url).pathname;

for (const name of readdirSync(dist, { recursive: true })) {
  const file = join(dist, name);
  if (!statSync(file).isFile() || !/\.(js|css|svg|webmanifest)$/.test(file)) continue;
  const body = readFileSync(file);
  writeFileSync(file + '.gz', gzipSync(body, { level: 9 }));
  writeFileSync(file + '.br', brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  rmSync(file);
}
// The manifest is for the size check, not for the binary.
renameSync(join(dist, '.vite/manifest.json'), join(dist, '../node_modules/.build-manifest.json'));
rmSync(join(dist, '.vite'), { recursive: true });
