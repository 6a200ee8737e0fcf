import { createTransport } from 'nodemailer';
import { MAIL_TIMEOUT_SECONDS } from '../domain/limits.ts';
import type { Sender } from '../domain/sender.ts';
import { type Mailer, MailError } from './mailer.ts';
import { messageOf } from './message.ts';

const TIMEOUT_MS = MAIL_TIMEOUT_SECONDS * 1_000;
const CONNECTIONS = 2;

/** A mailer over the SMTP server at `url` (`smtp://` with STARTTLS where it is offered, `smtps://`; user and password in it). */
export function createSmtpMailer(url: string, from: Sender): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS,
    // A job is tried again as a whole; the pool's own tries would only hide that.
    maxRequeues: 0,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    dnsTimeout: TIMEOUT_MS,
  });
  return {
    async send(mail) {
      const message = messageOf(mail, from);
      await transport.sendMail(message).catch((error: unknown) => {
        throw mailError(error as SmtpFailure);
      });
    },
    async close() {
      transport.close();
    },
  };
}

type SmtpFailure = { code?: string; responseCode?: number; command?: string };

/** Codes only: what a mail server answers repeats addresses. */
function mailError({ code, responseCode, command }: SmtpFailure): MailError {
  const said = responseCode === undefined ? '' : `, ${responseCode} to ${command ?? 'a command'}`;
  const isFinal = (responseCode ?? 0) >= 500 && /^(RCPT TO|DATA)$/.test(command ?? '');
  return new MailError(`SMTP ${code ?? 'failure'}${said}`, isFinal);
}
