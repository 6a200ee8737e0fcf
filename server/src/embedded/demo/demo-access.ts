import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerbContext } from '../../verbs/context.ts';
import { createToken } from '../../verbs/tokens/create.ts';
import { DEMO_STORE } from './demo-store.ts';
import type { TokenMode } from '../../domain/token-mode.ts';

type Token = { id: string; secret: string };

/** What `.daybook/demo.json` holds: everything it takes to try the product. `signInUrl` works while the process lives. */
export type DemoAccess = {
  baseUrl: string;
  storeId: string;
  token: Token;
  readOnlyToken: Token;
  hmacToken: Token;
  operatorKey: string;
  ownerEmail: string;
  signInUrl: string;
};

const FILE = 'demo.json';

/** What an earlier start wrote, if any. */
export async function readDemoAccess(dataDirectory: string): Promise<DemoAccess | undefined> {
  const text = await readFile(join(dataDirectory, FILE), 'utf8').catch(() => undefined);
  try {
    return text === undefined ? undefined : (JSON.parse(text) as DemoAccess);
  } catch {
    return undefined;
  }
}

/** Writes `demo.json` anew, mode 0600, with the tokens of an earlier start while they are for the same store. */
export async function writeDemoAccess(
  context: VerbContext,
  server: { dataDirectory: string; baseUrl: string; storeId: string; operatorKey: string; signInUrl: string },
  earlier: DemoAccess | undefined,
): Promise<DemoAccess> {
  const { dataDirectory, ...known } = server;
  const tokens = earlier?.storeId === server.storeId ? earlier : await mintTokens(context, server.storeId);
  const { token, readOnlyToken, hmacToken } = tokens;
  const access: DemoAccess = {
    ...known,
    ...{ token, readOnlyToken, hmacToken },
    ownerEmail: DEMO_STORE.ownerEmail,
    signInUrl: server.signInUrl,
  };
  const path = join(dataDirectory, FILE);
  await writeFile(`${path}.new`, `${JSON.stringify(access, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return access;
}

async function mintTokens(context: VerbContext, storeId: string) {
  const mint = async (
    name: string,
    mode: TokenMode,
    permissions: ('REPORTS_READ' | 'REPORTS_WRITE' | 'PAYOUTS_READ')[],
  ) => {
    const { id, secret } = await createToken(
      context,
      { kind: 'operator' },
      { storeId, name, mode, permissions },
    );
    return { id, secret };
  };
  return {
    token: await mint('Demo', 'BEARER', ['REPORTS_READ', 'REPORTS_WRITE', 'PAYOUTS_READ']),
    readOnlyToken: await mint('Demo, read only', 'BEARER', ['REPORTS_READ']),
    hmacToken: await mint('Demo, HMAC', 'HMAC', ['REPORTS_READ', 'REPORTS_WRITE', 'PAYOUTS_READ']),
  };
}
