import { defineConfig } from '@hey-api/openapi-ts';

// The client is made of the committed OpenAPI document, and committed itself.
export default defineConfig({
  input: '../api/openapi.json',
  output: 'src/api/generated',
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
});
