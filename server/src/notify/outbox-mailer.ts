import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Sender } from '../domain/sender.ts';
import { type Mail, type Mailer, MailError } from './mailer.ts';
import { messageOf } from './message.ts';

/**
 * A mailer that writes each mail as an `.eml` file (0600) into a folder, named by time; the same mail twice is one file.
 * `written` hears of each.
 */
export function createOutboxMailer(
  folder: string,
  from: Sender,
  written: (mail: Mail, path: string) => void = () => {},
): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    async send(mail) {
      const { message } = await transport.sendMail(messageOf(mail, from));
      const time = mail.at.toISOString().replaceAll(/[-:]/g, '');
      const path = join(folder, `${time}-${mail.id}.eml`);
      await writeWhole(folder, path, message as Buffer).catch((error: NodeJS.ErrnoException) => {
        throw new MailError(`the outbox cannot be written (${error.code})`, false);
      });
      written(mail, path);
    },
    async close() {
      transport.close();
    },
  };
}

/** Renamed into place, so that nobody reads half a mail. */
async function writeWhole(folder: string, path: string, content: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
