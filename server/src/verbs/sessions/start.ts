import { type Account, findAccount } from '../../db/accounts.ts';
import { useMagicLink } from '../../db/magic-links.ts';
import { insertSession, revokeOldSessions } from '../../db/sessions.ts';
import { enterAccount, inCredential } from '../../db/transaction.ts';
import { DaybookError } from '../../domain/errors.ts';
import { newId } from '../../domain/id.ts';
import { DAY_MS, DEVICE_MAX_CHARACTERS, SESSION_TTL_DAYS, SESSIONS_MAX } from '../../domain/limits.ts';
import { hashSignInSecret, isSignInSecret } from '../../keys/sign-in-secret.ts';
import type { VerbContext } from '../context.ts';
import { issueTokens, type SessionTokens } from './issue-tokens.ts';

export type StartedSession = SessionTokens & { account: Account };

/**
 * Exchanges the secret of a sign-in link for a session; of two at once, one gets it. `device` is what the browser calls
 * itself. Throws UNAUTHENTICATED, in the same words, for a link that was used, is too old or never was.
 */
export async function startSession(
  context: VerbContext,
  input: { token: string; device: string; ip: string },
): Promise<StartedSession> {
  const { token } = input;
  if (!isSignInSecret('sml', token)) throw unusable();
  const tokenHash = hashSignInSecret(token);
  const now = context.clock();
  const started = await inCredential(context.database, tokenHash.toString('hex'), async (credential) => {
    const accountId =
      context.standingLink?.accountOf(token) ?? (await useMagicLink(credential, tokenHash, now));
    if (accountId === undefined) return undefined;
    const transaction = await enterAccount(credential, accountId);
    await revokeOldSessions(transaction, { kept: SESSIONS_MAX - 1, now });
    const sessionId = newId('ses', now);
    const expiresAt = now + SESSION_TTL_DAYS * DAY_MS;
    const device = deviceName(input.device);
    await insertSession(transaction, { id: sessionId, device, ip: input.ip, createdAt: now, lastUsedAt: now, expiresAt }); // prettier-ignore
    const tokens = await issueTokens(context, transaction, { sessionId, now, expiresAt });
    return { ...tokens, account: await findAccount(transaction) };
  });
  if (!started) throw unusable();
  return started;
}

function unusable(): DaybookError {
  return new DaybookError(
    'UNAUTHENTICATED',
    'This sign-in link has been used already or is too old: ask for a new one.',
  );
}

function deviceName(userAgent: string): string {
  return [...userAgent.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ').toWellFormed()]
    .slice(0, DEVICE_MAX_CHARACTERS)
    .join('');
}
