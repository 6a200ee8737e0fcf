import { createInterface } from 'node:readline/promises';
import type { Command, CommandIo } from '../command.ts';
import { clientFor, keepSettings } from '../connect.ts';
import { EXIT } from '../exit-code.ts';
import { UsageError } from '../usage-error.ts';
import { whileWaiting } from '../while-waiting.ts';

const SECRET_MAX_CHARACTERS = 1_024;

/** `login` */
export const loginCommand: Command = {
  summary: 'Keep address, store and token for the other commands',
  help: `daybook login --url URL --store STORE [--token-id TOKEN]

Asks for the secret of a store token (or reads it from a pipe; never from the
command line, which others can see), tries it, and keeps all in
~/.config/daybook/settings.json, which nobody else may read. DAYBOOK_CONFIG
names another file.

Options:
  --url URL            the server, such as https://daybook.example.com
  --store STORE        the store, shp_…
  --token-id TOKEN     of an HMAC token, stk_…: requests are signed, and the
                       secret never leaves this machine

Instead of logging in, set DAYBOOK_URL, DAYBOOK_STORE and DAYBOOK_TOKEN (and
DAYBOOK_TOKEN_ID) in the environment; they win over the file.

Example:
  pass show daybook |
    daybook login --url https://daybook.example.com --store shp_…`,
  hints: {
    UNAUTHENTICATED: 'Check the secret. Nothing is kept.',
    NOT_FOUND: 'Check --store, and that the token is of that store. Nothing is kept.',
    NO_ANSWER: 'Check --url and the network. Nothing is kept.',
  },
  options: { url: { type: 'string' }, store: { type: 'string' }, 'token-id': { type: 'string' } },
  async run({ values, positionals }, io) {
    const { url, store, 'token-id': tokenId } = values as Record<string, string | undefined>;
    if (positionals.length > 0)
      throw new UsageError('the secret is asked for; never write it on the command line');
    if (!url || !store) throw new UsageError('give --url and --store');
    const token = await readSecret(io);
    const settings = { url, store, token, ...(tokenId === undefined ? {} : { tokenId }) };
    const { reports } = clientFor(settings);
    await whileWaiting(io, () => reports.list({ limit: 1 }, { signal: io.signal }));
    io.stdout.write(`It works, and is kept in ${await keepSettings(io.environment, settings)}\n`);
    return EXIT.OK;
  },
};

async function readSecret({ stdin, stderr }: CommandIo): Promise<string> {
  const lines = createInterface({ input: stdin, terminal: stdin.isTTY ?? false });
  if (stdin.isTTY) stderr.write('Secret of the token (it is not shown): ');
  // The terminal is read key by key here, so that Ctrl-C is a key and no signal.
  lines.on('SIGINT', () => {
    lines.close();
    stderr.write('\n');
    process.exit(EXIT.INTERRUPTED);
  });
  for await (const line of lines) {
    lines.close();
    const secret = line.trim();
    if (secret === '' || secret.length > SECRET_MAX_CHARACTERS) break;
    if (stdin.isTTY) stderr.write('\n');
    return secret;
  }
  if (stdin.isTTY) stderr.write('\n');
  throw new UsageError('there was no secret on the input');
}
