import { SIGN_IN_LINK_TTL_MINUTES } from '../domain/limits.ts';
import { renderMailPage } from './mail-page.ts';
import type { Mail } from './mailer.ts';

/** The mail with a sign-in link. */
export function signInMail(mail: Pick<Mail, 'id' | 'to' | 'link' | 'at'>): Mail {
  const page = renderMailPage({
    heading: 'Sign in to Daybook',
    paragraphs: [`This link signs you in. It works once, for ${SIGN_IN_LINK_TTL_MINUTES} minutes.`],
    facts: [],
    action: { label: 'Sign in to Daybook', href: mail.link },
    notes: ['If you did not ask for it, ignore this mail: without the link nobody gets in.'],
  });
  return { ...mail, ...page, subject: 'Your sign-in link for Daybook' };
}
