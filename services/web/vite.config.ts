import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// During `npm run dev` the API is that of a running `namedrop serve` or `namedrop demo`.
const desk = process.env.NAMEDROP_DESK ?? 'http://127.0.0.1:8090';

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/api': desk, '/openapi.json': desk } },
  // One stylesheet: it is small, and a page whose script can be loaded again never lacks its own.
  // The page of a shared report is outside the desk and has a script of its own.
  build: {
    rolldownOptions: { input: { index: 'index.html', shared: 'shared.html' } },
    cssCodeSplit: false,
    target: 'es2023',
    manifest: true,
    reportCompressedSize: false,
    assetsInlineLimit: 0,
    emptyOutDir: true,
  },
});
