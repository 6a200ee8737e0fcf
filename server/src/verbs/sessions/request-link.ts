import { randomBytes } from 'node:crypto';
import { countSignInRequest } from '../../db/sign-in-requests.ts';
import { inNetwork } from '../../db/transaction.ts';
import { isEmailAddress } from '../../domain/email-address.ts';
import { DaybookError } from '../../domain/errors.ts';
import { SEND_SIGN_IN_LINK, type SendSignInLinkJob } from '../../domain/job.ts';
import { HOUR_MS } from '../../domain/limits.ts';
import { sealSignInRequest } from '../../keys/sign-in-request.ts';
import { newSignInSecret } from '../../keys/sign-in-secret.ts';
import type { VerbContext } from '../context.ts';
import { signInUrl } from './sign-in-url.ts';

/**
 * Asks for a sign-in link to be mailed. Whether there is such an account is found out in the job and nowhere else, so
 * neither the answer nor the time it takes can tell. Resolves to the seconds to wait when too many were asked for from
 * this network; throws INVALID_REQUEST for what is no plain address.
 */
export async function requestLink(
  context: VerbContext,
  input: { email: string; ip: string },
): Promise<{ retryAfterSeconds: number } | undefined> {
  const email = input.email.trim();
  if (!isEmailAddress(email)) {
    const message = 'must be a plain e-mail address';
    throw new DaybookError('INVALID_REQUEST', `email ${message}.`, { details: [{ path: 'email', message }] });
  }
  const requestedAt = context.clock();
  const token = newSignInSecret('sml');
  const link = signInUrl(context.issuer(), token);
  const mailId = randomBytes(16).toString('hex');
  const sealedRequest = sealSignInRequest(context.secretsKey, { mailId, email, token, link, requestedAt });
  const job: SendSignInLinkJob = { sealedRequest };
  return inNetwork(context.database, input.ip, async (transaction) => {
    const since = requestedAt - HOUR_MS;
    const refused = await countSignInRequest(transaction, { now: requestedAt, since });
    if (refused) return { retryAfterSeconds: Math.ceil((refused.allowedAt - requestedAt) / 1_000) };
    await context.queue.send(transaction, SEND_SIGN_IN_LINK, job);
    return undefined;
  });
}
