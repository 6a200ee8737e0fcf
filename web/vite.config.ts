import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const ASSETS = join(import.meta.dirname, 'dist/assets');

/** Beside each file its compressed twin, which the server sends to whoever takes it. */
const compressed: Plugin = {
  name: 'compressed',
  closeBundle() {
    for (const name of readdirSync(ASSETS).filter((each) => /\.(js|css)$/.test(each)))
      writeFileSync(join(ASSETS, `${name}.br`), brotliCompressSync(readFileSync(join(ASSETS, name))));
  },
};

/** `npm run build -w web` makes `web/dist`, which the server serves; `npm run dev -w web` talks to a server on port 3000. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [compressed],
  resolve: { conditions: ['source', 'module', 'browser'] },
  build: {
    outDir: 'dist',
    assetsInlineLimit: 0,
    // Components say "use client" for frameworks that render on a server; here everything is the client's.
    rolldownOptions: {
      onLog: (level, log, print) => log.code === 'MODULE_LEVEL_DIRECTIVE' || print(level, log),
    },
  },
  worker: { format: 'es' },
  server: { proxy: { '/v2': 'http://127.0.0.1:3000', '/objects': 'http://127.0.0.1:3000' } },
});
