import type { SendMailOptions } from 'nodemailer';
import { isEmailAddress } from '../domain/email-address.ts';
import type { Sender } from '../domain/sender.ts';
import { type Mail, MailError } from './mailer.ts';

/** The mail in the library's terms. Addresses are objects, so nothing in them is read as syntax; nothing is fetched. */
export function messageOf(mail: Mail, from: Sender): SendMailOptions {
  if (!isEmailAddress(mail.to)) throw new MailError('its address is not a plain one', true);
  const host = from.address.slice(from.address.lastIndexOf('@') + 1);
  return {
    from,
    to: { name: '', address: mail.to },
    messageId: `<${mail.id}@${host}>`,
    date: mail.at,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
