import type { Logger } from 'pino';
import { type Mail, type Mailer, MailError } from '../notify/mailer.ts';

/** Hands a mail over. Rejects, so that the queue tries again, where that may help; either way the log has `sentence`. */
export async function handOverMail(mailer: Mailer, log: Logger, mail: Mail, sentence: string): Promise<void> {
  try {
    await mailer.send(mail);
  } catch (error) {
    // The queue keeps what a job fails of, and other errors might repeat the address.
    const known = error instanceof MailError ? error : new MailError((error as Error).name, false);
    log.warn({ err: known }, sentence);
    if (!known.final) throw known;
  }
}
