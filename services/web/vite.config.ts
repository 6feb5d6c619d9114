import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// During `npm run dev` the API is that of a running `namedrop serve` or `namedrop demo`.
const desk = process.env.NAMEDROP_DESK ?? 'http://127.0.0.1:8090';

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/api': desk, '/openapi.json': desk } },
  build: { target: 'es2023', manifest: true, reportCompressedSize: false, assetsInlineLimit: 0, emptyOutDir: true },
});
