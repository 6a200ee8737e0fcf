import { escapeHtml } from './escape-html.ts';
import type { Mail } from './mailer.ts';

/** What a mail says, from which both its renderings are made. Every text may hold anything. */
export type MailPage = {
  /** The one thing to know, as a heading. */
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** Facts for reading across: what, and how much. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly action: { readonly label: string; readonly href: string };
  /** Below the button, in small. */
  readonly notes: readonly string[];
};

/** The mail as plain text and as HTML: tables and inline styles for old readers, dark where the reader is, nothing fetched. */
export function renderMailPage(page: MailPage): Pick<Mail, 'text' | 'html'> {
  return { text: textOf(page), html: htmlOf(page) };
}

/** On one line: no value can begin a line of its own, a signature or a header, or turn the direction of the text around. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}

function textOf({ heading, paragraphs, facts, action, notes }: MailPage): string {
  const width = Math.max(0, ...facts.map(([name]) => name.length)) + 2;
  const lines = facts.map(([name, value]) => `${name.padEnd(width)}${oneLine(value)}`);
  const parts = [
    oneLine(heading),
    ...paragraphs.map(oneLine),
    lines.join('\n'),
    `${action.label}:\n${action.href}`,
    ...notes.map(oneLine),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const TEXT = `${FONT};font-size:15px;line-height:22px;color:#1c2024`;
const QUIET = `${FONT};font-size:13px;line-height:19px;color:#60646c`;

function htmlOf({ heading, paragraphs, facts, action, notes }: MailPage): string {
  const title = escapeHtml(oneLine(heading));
  const rows = facts.map(([name, value]) => factRow(name, value)).join('');
  const table = `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:8px 0 16px">${rows}</table>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${title}</title>
<style>
@media (prefers-color-scheme: dark) {
  .page { background: #111113 !important }
  .card { background: #18191b !important; border-color: #363a3f !important }
  .text { color: #edeef0 !important }
  .quiet { color: #b0b4ba !important }
  .line { border-color: #363a3f !important }
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f5f6f7">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f5f6f7"><tr><td align="center" style="padding:32px 12px">
<table role="presentation" class="card" width="560" cellpadding="0" cellspacing="0" style="width:100%;max-width:560px;background:#ffffff;border:1px solid #e0e1e6;border-radius:8px"><tr><td style="padding:28px 32px">
<p class="quiet" style="${QUIET};margin:0 0 16px">Daybook</p>
<h1 class="text" style="${TEXT};font-size:20px;line-height:28px;font-weight:600;margin:0 0 12px">${title}</h1>
${paragraphs.map((text) => `<p class="text" style="${TEXT};margin:0 0 12px">${escapeHtml(oneLine(text))}</p>`).join('\n')}
${facts.length > 0 ? table : ''}
<table role="presentation" cellpadding="0" cellspacing="0" style="margin:8px 0 20px"><tr><td style="background:#0b68cb;border-radius:6px"><a href="${escapeHtml(action.href)}" style="${FONT};display:inline-block;padding:10px 18px;font-size:15px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none">${escapeHtml(action.label)}</a></td></tr></table>
${notes.map((text) => `<p class="quiet" style="${QUIET};margin:0 0 8px">${escapeHtml(oneLine(text))}</p>`).join('\n')}
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
}

function factRow(name: string, value: string): string {
  const cell = 'padding:7px 0;border-top:1px solid #e8e8ec;vertical-align:top';
  return (
    `<tr><td class="quiet line" width="120" style="${QUIET};${cell}">${escapeHtml(name)}</td>` +
    `<td class="text line" style="${TEXT};${cell};word-break:break-word">${escapeHtml(oneLine(value))}</td></tr>\n`
  );
}
