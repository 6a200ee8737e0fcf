import { formatInstant } from '../domain/instant.ts';
import type { DeliveryFailure, WebhookMessageType } from '../domain/webhook.ts';
import { type MailPage, oneLine, renderMailPage } from './mail-page.ts';
import type { Mail } from './mailer.ts';

/** A webhook that did not arrive, as its store's owner is told of it. Instants in milliseconds; the texts may hold anything. */
export type WebhookTrouble = {
  readonly storeTitle: string;
  readonly endpointId: string;
  readonly url: string;
  readonly note: string;
  /** Whether the endpoint said 410 Gone, and is told nothing more; else one delivery was given up. */
  readonly isGone: boolean;
  readonly delivery: {
    readonly eventType: WebhookMessageType;
    readonly reportId: string | null;
    readonly attempts: number;
    readonly lastAttemptAt: number | null;
    readonly lastStatus: number | null;
    readonly lastFailure: DeliveryFailure | null;
  };
};

const MESSAGES: Readonly<Record<WebhookMessageType, string>> = {
  REPORT_SUCCEEDED: 'a report is ready',
  REPORT_FAILED: 'a report could not be made',
  TEST: 'a test',
};
const FAILURES: Readonly<Record<DeliveryFailure, string>> = {
  ADDRESS_REFUSED: 'its address is not a public one, or it has no address',
  TIMEOUT: 'no answer in time',
  TLS: 'its certificate or its TLS was not accepted',
  UNREACHABLE: 'no connection, or one that broke',
};

/** The mail about a webhook that did not arrive. Of the endpoint's address it shows the host only: the rest may be a secret. */
export function webhookMail(mail: Pick<Mail, 'id' | 'to' | 'link' | 'at'>, trouble: WebhookTrouble): Mail {
  const { storeTitle, isGone } = trouble;
  const heading = isGone ? 'A webhook endpoint was turned off' : 'A webhook could not be delivered';
  const page = renderMailPage({
    heading,
    paragraphs: [
      isGone
        ? 'It answered 410 Gone, which asks us to stop: it is told nothing more. If that was a mistake, delete it and make a new one.'
        : 'It was tried several times over three days and has been given up. The report itself is not affected.',
    ],
    facts: factsOf(trouble),
    action: { label: 'Look at the webhooks', href: mail.link },
    notes: [
      ...(isGone ? [] : ['There is at most one such mail a day for each endpoint; its log has every delivery.']), // prettier-ignore
      'You get this as the owner of the store.',
      `Ref: ${trouble.endpointId}`,
    ],
  });
  return { ...mail, ...page, subject: oneLine(`${heading}: ${storeTitle}`) };
}

function factsOf({ storeTitle, url, note, delivery }: WebhookTrouble): MailPage['facts'] {
  const { eventType, reportId, attempts, lastAttemptAt, lastStatus, lastFailure } = delivery;
  const facts: [string, string][] = [
    ['Store', storeTitle],
    ['Endpoint', new URL(url).host],
  ];
  if (note !== '') facts.push(['Note', note]);
  facts.push(['Message', MESSAGES[eventType]]);
  if (reportId !== null) facts.push(['Report', reportId]);
  facts.push(['Attempts', String(attempts)]);
  if (lastStatus !== null) facts.push(['Last answer', `HTTP ${lastStatus}`]);
  if (lastFailure !== null) facts.push(['Last answer', FAILURES[lastFailure]]);
  if (lastAttemptAt !== null)
    facts.push(['Last attempt', `${formatInstant(lastAttemptAt).slice(0, 19).replace('T', ' ')} UTC`]);
  return facts;
}
