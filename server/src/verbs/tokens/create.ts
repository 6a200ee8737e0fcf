import { findStore } from '../../db/stores.ts';
import { insertToken, type TokenMode } from '../../db/tokens.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requireOperator } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import { newId } from '../../domain/id.ts';
import { isName, NAME_RULE } from '../../domain/name.ts';
import { type Permission, PERMISSIONS } from '../../domain/permission.ts';
import { seal } from '../../keys/seal.ts';
import { hashTokenSecret, newTokenSecret } from '../../keys/token-secret.ts';
import type { VerbContext } from '../context.ts';

/** A token just made; `secret` is shown this once. */
export type CreatedToken = {
  id: string;
  name: string;
  permissions: readonly Permission[];
  mode: TokenMode;
  secret: string;
  createdAt: number;
};

/** Makes a store token with a new secret. Of a bearer secret only the hash is kept, of an HMAC one the sealed key. */
export async function createToken(
  context: VerbContext,
  caller: Caller,
  input: {
    storeId: string;
    name: string;
    permissions: readonly Permission[];
    mode: TokenMode;
    requireV2?: boolean;
    expiresAt?: number | null;
  },
): Promise<CreatedToken> {
  requireOperator(caller);
  const permissions = PERMISSIONS.filter((permission) => input.permissions.includes(permission));
  if (permissions.length === 0)
    throw new DaybookError('INVALID_REQUEST', 'A token needs at least one permission.');
  if (!isName(input.name)) throw new DaybookError('INVALID_REQUEST', `A token's name has ${NAME_RULE}.`);
  if (input.requireV2 && input.mode !== 'HMAC') {
    throw new DaybookError('INVALID_REQUEST', 'requireV2 is for tokens of the mode HMAC.');
  }
  const createdAt = context.clock();
  const id = newId('stk', createdAt);
  const secret = newTokenSecret();
  const hash = hashTokenSecret(secret);
  await inStore(context.database, input.storeId, async (transaction) => {
    if (!(await findStore(transaction))) throw new DaybookError('NOT_FOUND', 'There is no such store.');
    await insertToken(transaction, {
      id,
      name: input.name,
      permissions,
      mode: input.mode,
      requireV2: input.requireV2 ?? false,
      secretHash: input.mode === 'BEARER' ? hash : null,
      sealedKey: input.mode === 'HMAC' ? seal(context.secretsKey, `token ${id}`, hash) : null,
      expiresAt: input.expiresAt ?? null,
      createdAt,
    });
  });
  return { id, name: input.name, permissions, mode: input.mode, secret, createdAt };
}
