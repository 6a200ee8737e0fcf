/** A mail to one person. */
export type Mail = {
  /** Names the mail: sent again, it has the same Message-ID. 1 to 64 of `A-Z a-z 0-9 _ -`. */
  readonly id: string;
  /** A plain address, as `isEmailAddress` has it. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** What the mail is for opening. */
  readonly link: string;
  readonly at: Date;
};

/** Hands mail over to whoever delivers it. */
export type Mailer = {
  /** Resolves once it is handed over; rejects with a MailError when it was not. */
  send(mail: Mail): Promise<void>;
  close(): Promise<void>;
};

/** Why a mail was not handed over. Says neither to whom nor what, so that it may be logged and stored. */
export class MailError extends Error {
  override readonly name = 'MailError';
  /** Whether it would be refused again: there is no such mailbox, say. */
  readonly final: boolean;

  constructor(reason: string, final: boolean) {
    super(`The mail was not handed over: ${reason}.`);
    this.final = final;
  }
}
