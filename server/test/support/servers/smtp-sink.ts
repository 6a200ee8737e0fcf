import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** One mail as the sink took it: the envelope, and the message as it was on the wire. */
export type ReceivedMail = { from: string; to: string[]; message: string };

/** A real SMTP server on loopback that keeps what it is given. */
export type SmtpSink = {
  readonly url: string;
  readonly port: number;
  readonly received: readonly ReceivedMail[];
  /** The recipients it was asked to take, also those it refused. */
  readonly recipients: readonly string[];
  /** Resolves once so many mails are here whose message holds the text. */
  until(count: number, text?: string): Promise<void>;
  close(): Promise<void>;
};

/**
 * `port` 0: any free one; `refuse`: answers every recipient with this code, while there is one; `accepting`: what a mail
 * that was taken waits for before the sink says so.
 */
export async function startSmtpSink(
  options: { port?: number; refuse?: number | undefined; accepting?: () => Promise<unknown> } = {},
): Promise<SmtpSink> {
  const received: ReceivedMail[] = [];
  const recipients: string[] = [];
  const looks = new Set<() => void>();
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    onAuth: ({ username }, _session, done) => done(null, { user: username ?? '' }),
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      recipients.push(address);
      if (options.refuse === undefined) return done();
      done(Object.assign(new Error(`no mailbox ${address} here`), { responseCode: options.refuse }));
    },
    onData(stream, session, done) {
      void text(stream).then(async (message) => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          message,
        });
        for (const look of looks) look();
        await options.accepting?.();
        done();
      });
    },
  });
  server.on('error', () => {});
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    received,
    recipients,
    until(count, text = '') {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = () =>
        received.filter(({ message }) => message.includes(text)).length >= count && resolve();
      looks.add(look);
      look();
      return promise.finally(() => looks.delete(look));
    },
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}
