import { randomBytes } from 'node:crypto';
import { insertMagicLink } from '../../../src/db/magic-links.ts';
import { inAccount } from '../../../src/db/transaction.ts';
import type { Permission } from '../../../src/domain/permission.ts';
import { hashSignInSecret, newSignInSecret } from '../../../src/keys/sign-in-secret.ts';
import { addMember, type GivenRole } from '../../../src/verbs/members/add.ts';
import { listMembers } from '../../../src/verbs/members/list.ts';
import { startSession } from '../../../src/verbs/sessions/start.ts';
import { createToken, type CreatedToken } from '../../../src/verbs/tokens/create.ts';
import { createTestStore, type TestDaybook, type TestStore } from '../daybook.ts';
import type { TestClock } from '../test-clock.ts';

const OPERATOR = { kind: 'operator' } as const;
const LINK_TTL_MS = 60_000;

/** What a sign-in leaves a browser with. */
export type TestSession = { sessionId: string; accessToken: string; cookie: string };

/** A Daybook with two stores of different owners, and ways to make things in it without a request. */
export type AccessWorld = {
  readonly daybook: TestDaybook;
  readonly clock: TestClock;
  readonly store: TestStore;
  readonly ownerId: string;
  /** Another store, and its owner: an alien in the first one. */
  readonly otherStore: TestStore;
  readonly alienId: string;
  createToken(storeId: string, fields: Partial<TokenFields>): Promise<CreatedToken>;
  /** A member of the first store, of an account made for it; resolves to the account. */
  addMember(role: GivenRole): Promise<string>;
  /** The secret of a sign-in link of this account. */
  createLink(accountId: string): Promise<string>;
  createSession(accountId: string): Promise<TestSession>;
};

type TokenFields = {
  permissions: readonly Permission[];
  mode: 'BEARER' | 'HMAC';
  expiresAt: string;
};

/** Makes the two stores. */
export async function createAccessWorld(daybook: TestDaybook, clock: TestClock): Promise<AccessWorld> {
  const { context } = daybook;
  const newEmail = () => `${randomBytes(8).toString('hex')}@example.com`;
  const open = async () => {
    const store = await createTestStore(daybook, { ownerEmail: newEmail() });
    const [owner] = await listMembers(context, OPERATOR, { storeId: store.storeId });
    if (!owner) throw new Error('a store has an owner');
    return { store, ownerId: owner.accountId };
  };
  const one = await open();
  const other = await open();

  async function createLink(accountId: string): Promise<string> {
    const secret = newSignInSecret('sml');
    const now = clock();
    const link = { tokenHash: hashSignInSecret(secret), createdAt: now, expiresAt: now + LINK_TTL_MS };
    await inAccount(context.database, accountId, (transaction) => insertMagicLink(transaction, link));
    return secret;
  }
  return {
    ...one,
    daybook,
    clock,
    otherStore: other.store,
    alienId: other.ownerId,
    createLink,
    createToken: (storeId, { permissions = ['REPORTS_READ'], mode = 'BEARER', ...fields }) =>
      createToken(context, OPERATOR, { storeId, name: 'test', permissions, mode, ...fields }),
    async addMember(role) {
      const input = { storeId: one.store.storeId, email: newEmail(), role };
      return (await addMember(context, OPERATOR, input)).accountId;
    },
    async createSession(accountId) {
      const token = await createLink(accountId);
      const tokens = await startSession(context, { token, device: 'Test browser', ip: '127.0.0.1' });
      const claims = Buffer.from(tokens.accessToken.split('.')[1] ?? '', 'base64url').toString();
      const { sid: sessionId } = JSON.parse(claims) as { sid: string };
      const { accessToken, refreshToken } = tokens;
      return { sessionId, accessToken, cookie: `daybook_refresh=${refreshToken}` };
    },
  };
}
