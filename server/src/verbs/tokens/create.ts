import { findStore } from '../../db/stores.ts';
import { insertToken } from '../../db/tokens.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requireRole } from '../../domain/caller.ts';
import { DaybookError, type ErrorDetail } from '../../domain/errors.ts';
import { newId } from '../../domain/id.ts';
import { parseInstant } from '../../domain/instant.ts';
import { isName, NAME_RULE } from '../../domain/name.ts';
import { type Permission, PERMISSIONS } from '../../domain/permission.ts';
import type { TokenMode } from '../../domain/token-mode.ts';
import { newSecretFor } from '../../keys/token-secret.ts';
import type { VerbContext } from '../context.ts';

/** A token just made; `secret` is shown this once. */
export type CreatedToken = {
  id: string;
  name: string;
  permissions: Permission[];
  mode: TokenMode;
  requireV2: boolean;
  secret: string;
  createdAt: number;
  expiresAt: number | null;
};

/** `expiresAt` is a date-time in the future; a token without one does not expire. */
export type CreateTokenInput = {
  storeId: string;
  name: string;
  permissions: readonly Permission[];
  mode: TokenMode;
  requireV2?: boolean;
  expiresAt?: string;
};

/**
 * Makes a store token with a new secret. Of a bearer secret only the hash is kept, of an HMAC one the sealed key. Throws
 * NOT_FOUND for the store, and INVALID_REQUEST with every bad field in its details.
 */
export async function createToken(
  context: Pick<VerbContext, 'database' | 'clock' | 'secretsKey'>,
  caller: Caller,
  input: CreateTokenInput,
): Promise<CreatedToken> {
  requireRole(caller, input.storeId, 'DEVELOPER');
  const createdAt = context.clock();
  const expiresAt = checkInput(input, createdAt);
  const { name, mode, requireV2 = false } = input;
  const permissions = PERMISSIONS.filter((permission) => input.permissions.includes(permission));
  const id = newId('stk', createdAt);
  const { secret, ...kept } = newSecretFor({ id, mode }, context.secretsKey);
  const token = { id, name, permissions, mode, requireV2, createdAt, expiresAt };
  await inStore(context.database, input.storeId, async (transaction) => {
    if (!(await findStore(transaction))) throw new DaybookError('NOT_FOUND', 'There is no such store.');
    await insertToken(transaction, { ...token, ...kept });
  });
  return { ...token, secret };
}

/** Checks the input; the instant at which the token expires. */
function checkInput(input: CreateTokenInput, now: number): number | null {
  const details: ErrorDetail[] = [];
  const refuse = (path: keyof CreateTokenInput, message: string): void =>
    void details.push({ path, message });
  if (!isName(input.name)) refuse('name', `must have ${NAME_RULE}`);
  if (input.permissions.length === 0) refuse('permissions', 'must have at least one permission');
  if (input.requireV2 && input.mode !== 'HMAC') refuse('requireV2', 'is for tokens of the mode HMAC');
  const parsed = input.expiresAt === undefined ? undefined : parseInstant(input.expiresAt);
  if (parsed && 'problem' in parsed) refuse('expiresAt', parsed.problem);
  else if (parsed && parsed.instant <= now) refuse('expiresAt', 'must be in the future');
  if (details.length > 0) {
    const sentence = `The token is not valid: ${details.map(({ path, message }) => `${path} ${message}`).join('; ')}.`;
    throw new DaybookError('INVALID_REQUEST', sentence, { details });
  }
  return parsed && 'instant' in parsed ? parsed.instant : null;
}
