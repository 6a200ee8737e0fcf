import { type Account, findAccountByAddress } from '../db/accounts.ts';
import { countMagicLinks, hasMagicLink, insertMagicLink } from '../db/magic-links.ts';
import { enterAccount, inAddress } from '../db/transaction.ts';
import type { SendSignInLinkJob } from '../domain/job.ts';
import {
  HOUR_MS,
  MINUTE_MS,
  SIGN_IN_LINK_TTL_MINUTES,
  SIGN_IN_LINKS_PER_HOUR_MAX,
} from '../domain/limits.ts';
import { openSignInRequest, type SignInRequest } from '../keys/sign-in-request.ts';
import { hashSignInSecret } from '../keys/sign-in-secret.ts';
import { signInMail } from '../notify/sign-in-mail.ts';
import type { Job } from '../queue/queue.ts';
import type { JobContext } from './context.ts';
import { handOverMail } from './hand-over-mail.ts';

/**
 * From somebody's request for a sign-in link to a mail, or to nothing where there is no such account, it has had its
 * five this hour, or the link would be too old. A job that is tried again sends the same link in the same mail.
 */
export async function sendSignInLink(context: JobContext, job: Job<SendSignInLinkJob>): Promise<void> {
  const request = openSignInRequest(context.secretsKey, job.data.sealedRequest);
  const account = await makeLink(context, request);
  if (!account) return;
  const { mailId: id, link, requestedAt } = request;
  // To the account's own address: another that only compares equal may be somebody else's.
  const to = account.email;
  const mail = signInMail({ id, to, link, at: new Date(requestedAt) });
  const sentence = 'a sign-in link was not sent';
  await handOverMail(context, context.log.child({ mailId: id }), mail, { kind: 'sign_in', sentence });
}

/** Makes the link good, or finds it made by an earlier try. Resolves to whom it is to be sent to, if to anybody. */
async function makeLink(context: JobContext, request: SignInRequest): Promise<Account | undefined> {
  const { email, token, requestedAt: createdAt } = request;
  const expiresAt = createdAt + SIGN_IN_LINK_TTL_MINUTES * MINUTE_MS;
  if (context.clock() >= expiresAt) return undefined;
  const tokenHash = hashSignInSecret(token);
  return inAddress(context.database, email, async (unknown) => {
    const account = await findAccountByAddress(unknown, email);
    if (!account) return undefined;
    const transaction = await enterAccount(unknown, account.id);
    const made = await countMagicLinks(transaction, createdAt - HOUR_MS);
    if (await hasMagicLink(transaction, tokenHash)) return account;
    if (made >= SIGN_IN_LINKS_PER_HOUR_MAX) return undefined;
    await insertMagicLink(transaction, { tokenHash, createdAt, expiresAt });
    return account;
  });
}
