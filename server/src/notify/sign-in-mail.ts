import { SIGN_IN_LINK_TTL_MINUTES } from '../domain/limits.ts';
import { escapeHtml } from './escape-html.ts';
import type { Mail } from './mailer.ts';

/** The mail with a sign-in link. */
export function signInMail(mail: Pick<Mail, 'id' | 'to' | 'link' | 'at'>): Mail {
  const { link } = mail;
  const about = `This link signs you in to Daybook. It works once, for ${SIGN_IN_LINK_TTL_MINUTES} minutes.`;
  const unasked = 'If you did not ask for it, ignore this mail: without the link nobody gets in.';
  return {
    ...mail,
    subject: 'Your sign-in link for Daybook',
    text: `${about}\n\n${link}\n\n${unasked}\n`,
    html: `<!doctype html>
<html lang="en">
<body>
<p>${escapeHtml(about)}</p>
<p><a href="${escapeHtml(link)}">Sign in to Daybook</a></p>
<p>${escapeHtml(unasked)}</p>
</body>
</html>
`,
  };
}
