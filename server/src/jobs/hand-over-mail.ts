import { SpanKind } from '@opentelemetry/api';
import type { Logger } from 'pino';
import { type Mail, MailError } from '../notify/mailer.ts';
import { inSpan } from '../observe/in-span.ts';
import type { JobContext } from './context.ts';

/** Hands a mail over. Rejects, so that the queue tries again, where that may help; either way the log has `sentence`. */
export async function handOverMail(
  { mailer, metrics }: Pick<JobContext, 'mailer' | 'metrics'>,
  log: Logger,
  mail: Mail,
  { kind, sentence }: { kind: 'report' | 'sign_in' | 'webhook'; sentence: string },
): Promise<void> {
  try {
    await inSpan('mail', { kind: SpanKind.CLIENT, 'daybook.mail.kind': kind }, () => mailer.send(mail));
    metrics.mails.inc({ kind, outcome: 'sent' });
  } catch (error) {
    // The queue keeps what a job fails of, and other errors might repeat the address.
    const known = error instanceof MailError ? error : new MailError((error as Error).name, false);
    metrics.mails.inc({ kind, outcome: known.final ? 'given_up' : 'retried' });
    log.warn({ err: known }, sentence);
    if (!known.final) throw known;
  }
}
