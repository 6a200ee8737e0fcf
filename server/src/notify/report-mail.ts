import { formatInstant } from '../domain/instant.ts';
import type { Mail } from './mailer.ts';
import { formatSize } from './format-size.ts';
import { type MailPage, oneLine, renderMailPage } from './mail-page.ts';

/** A report that has ended, as its store's owner is told of it. Instants in milliseconds; the titles may hold anything. */
export type EndedReport = {
  readonly id: string;
  readonly storeTitle: string;
  readonly typeTitle: string;
  readonly periodStart: number;
  readonly periodEnd: number;
  readonly end:
    | {
        readonly succeeded: true;
        readonly rowCount: number;
        readonly files: readonly { readonly format: string; readonly sizeBytes: number }[];
        /** Of a report of the ledger: where its chain stood. */
        readonly head: { readonly sequence: number; readonly hash: string } | undefined;
        readonly expiresAt: number;
      }
    | { readonly succeeded: false; readonly reason: string };
};

/** The mail about a report that has succeeded or failed. The link leads to its page, never to its files. */
export function reportMail(mail: Pick<Mail, 'id' | 'to' | 'link' | 'at'>, report: EndedReport): Mail {
  const { typeTitle, storeTitle, end } = report;
  const heading = `${typeTitle} ${end.succeeded ? 'is ready' : 'could not be made'}`;
  const page = renderMailPage({
    heading,
    paragraphs: end.succeeded ? [] : [end.reason],
    facts: factsOf(report),
    action: { label: end.succeeded ? 'Open the report' : 'Look at it and try again', href: mail.link },
    notes: [...notesOf(report), `Ref: ${report.id}`],
  });
  return { ...mail, ...page, subject: oneLine(`${heading}: ${storeTitle}, ${daysOf(report)}`) };
}

function factsOf(report: EndedReport): MailPage['facts'] {
  const { storeTitle, typeTitle, periodStart, periodEnd, end } = report;
  const facts: [string, string][] = [
    ['Store', storeTitle],
    ['Report', typeTitle],
    ['Period', `${exact(periodStart)} to ${exact(periodEnd)} UTC`],
  ];
  if (!end.succeeded) return facts;
  facts.push(['Rows', end.rowCount.toLocaleString('en-US')]);
  for (const { format, sizeBytes } of end.files) facts.push([format, formatSize(sizeBytes)]);
  if (end.head) {
    facts.push(['Ledger head', `entry ${end.head.sequence.toLocaleString('en-US')}`]);
    facts.push(['Head hash', end.head.hash]);
  }
  return facts;
}

function notesOf({ end }: EndedReport): string[] {
  const notes = end.succeeded
    ? [`The files can be downloaded until ${exact(end.expiresAt).slice(0, 16)} UTC.`]
    : [];
  if (end.succeeded && end.head)
    notes.push('Keep this mail: it shows where the ledger stood, and later files have to agree with it.');
  return [...notes, 'You get this as the owner of the store; the settings of the store turn it off.'];
}

/** `2026-04-01 00:00`, and the rest of the minute only where there is something. */
function exact(instant: number): string {
  return formatInstant(instant)
    .replace('T', ' ')
    .replace(/(:00)?(\.000)?Z$/, '');
}

function daysOf({ periodStart, periodEnd }: EndedReport): string {
  return [periodStart, periodEnd].map((instant) => formatInstant(instant).slice(0, 10)).join(' to ');
}
