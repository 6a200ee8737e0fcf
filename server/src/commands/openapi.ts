import { readFile, writeFile } from 'node:fs/promises';
import { pino } from 'pino';
import { createApp } from '../http/app.ts';
import { createRateCounter } from '../http/limits/rate-limit.ts';
import type { VerbContext } from '../verbs/context.ts';
import type { Storage } from '../storage/storage.ts';
import type { Command } from './command.ts';

const FILE = new URL('../../../openapi.json', import.meta.url);

/** `openapi` */
export const openapiCommand: Command = {
  summary: 'Print the OpenAPI description',
  help: `daybook-server openapi [--write | --check]

Prints the OpenAPI 3.1 description made from the server's own schemas.
  --write   write it to openapi.json
  --check   exit with 1 when openapi.json is not up to date`,
  options: { write: { type: 'boolean' }, check: { type: 'boolean' } },
  async run({ values }, io) {
    const text = await describeApi();
    if (values['write']) await writeFile(FILE, text);
    else if (!values['check']) io.stdout.write(text);
    else if ((await readFile(FILE, 'utf8').catch(() => '')) !== text) {
      io.stderr.write('openapi.json is not up to date: run "npm run openapi".\n');
      return 1;
    }
    return 0;
  },
};

/** The description needs the routes only: nothing behind them is opened or called. */
async function describeApi(): Promise<string> {
  const app = await createApp({
    context: {} as VerbContext,
    storage: {} as Storage,
    log: pino({ level: 'silent' }),
    checkReady: async () => {},
    countRequests: createRateCounter(),
    trustedProxies: [],
  });
  await app.ready();
  const text = `${JSON.stringify(app.swagger(), null, 2)}\n`;
  await app.close();
  return text;
}
