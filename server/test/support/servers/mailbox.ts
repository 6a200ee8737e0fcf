import type { Mail } from '../../../src/notify/mailer.ts';

/** The sign-in mails that a Daybook has written into its outbox, for a test to wait for. `mailWritten` goes to `startDaybook`. */
export type Mailbox = {
  mailWritten(mail: Mail): void;
  /** The oldest mail to this address that nobody has taken yet, as soon as there is one. */
  next(address: string): Promise<Mail>;
  /** How many mails nobody has taken. */
  readonly waiting: number;
};

export function createMailbox(): Mailbox {
  const mails: Mail[] = [];
  const isSignIn = ({ link }: Mail) => link.includes('/sign-in');
  const takers: { address: string; take: (mail: Mail) => void }[] = [];
  return {
    mailWritten(mail) {
      if (!isSignIn(mail)) return;
      const index = takers.findIndex(({ address }) => address === mail.to);
      const [taker] = index < 0 ? [] : takers.splice(index, 1);
      if (taker) taker.take(mail);
      else mails.push(mail);
    },
    next(address) {
      const index = mails.findIndex(({ to }) => to === address);
      const [mail] = index < 0 ? [] : mails.splice(index, 1);
      if (mail) return Promise.resolve(mail);
      return new Promise((take) => void takers.push({ address, take }));
    },
    get waiting() {
      return mails.length;
    },
  };
}
