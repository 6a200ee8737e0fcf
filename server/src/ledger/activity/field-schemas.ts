import { isIP } from 'node:net';
import Type from 'typebox';
import { isCurrency } from '../../domain/currency.ts';
import { isEmailAddress } from '../../domain/email-address.ts';
import { PLATFORM_ID } from '../../domain/id.ts';
import {
  AMOUNT_MAX,
  DECIMAL_MAX_CHARACTERS,
  METADATA_MAX_BYTES,
  NAME_MAX_CHARACTERS,
  NOTE_MAX_CHARACTERS,
  RISK_SCORE_MAX,
} from '../../domain/limits.ts';
import { noteProblem } from '../note.ts';
import { eventTimeProblem } from './event-time.ts';

/** The kinds of fields that activity is made of. Where a pattern says it badly, `description` says it in words. */

export const Id = Type.String({
  pattern: PLATFORM_ID.source,
  description: 'must be 1 to 64 of A-Z a-z 0-9 _ -',
});

/** Free text of the platform: names, references. */
export const Text = Type.String({ maxLength: NAME_MAX_CHARACTERS });
export const NonEmptyText = Type.String({ minLength: 1, maxLength: NAME_MAX_CHARACTERS });
/** A reason in words. */
export const Reason = Type.String({ maxLength: NOTE_MAX_CHARACTERS });
/** What the ledger can keep as a note. */
export const Note = Type.Refine(
  Type.String({ minLength: 1, maxLength: NOTE_MAX_CHARACTERS }),
  (value) => typeof value !== 'string' || noteProblem(value) === undefined,
  (value) => noteProblem(value) ?? '',
);

/** Minor units, of either sign. */
export const SignedAmount = Type.Integer({ minimum: -AMOUNT_MAX, maximum: AMOUNT_MAX });
/** Minor units, zero or more. */
export const Amount = Type.Integer({ minimum: 0, maximum: AMOUNT_MAX });
/** Minor units, one or more. */
export const PositiveAmount = Type.Integer({ minimum: 1, maximum: AMOUNT_MAX });
/** 0 is no risk, 100 the highest. */
export const RiskScore = Type.Integer({ minimum: 0, maximum: RISK_SCORE_MAX });

export const Currency = refinedString(isCurrency, 'must be an ISO 4217 code in capitals, such as USD');
export const Country = Type.String({
  pattern: '^[A-Z]{2}$',
  description: 'must be two capital letters, such as GB',
});
/** The end of a bank account's number; not every country's has digits only. */
export const AccountLastFour = Type.String({
  pattern: '^[A-Za-z0-9]{1,4}$',
  description: 'must be 1 to 4 letters or digits',
});
export const LastFour = Type.String({ pattern: '^[0-9]{4}$', description: 'must be four digits' });
export const EmailAddress = refinedString(
  isEmailAddress,
  'must be an e-mail address of at most 256 characters',
);
export const IpAddress = refinedString(isPlainIp, 'must be an IPv4 or IPv6 address without a zone');
export const ExchangeRate = Type.String({
  pattern: '^[0-9]+(\\.[0-9]+)?$',
  maxLength: DECIMAL_MAX_CHARACTERS,
  description: 'must be a decimal such as 1.0850',
});

export const EventTime = Type.Refine(
  Type.String(),
  (value) => typeof value !== 'string' || eventTimeProblem(value) === undefined,
  (value) => eventTimeProblem(value) ?? '',
);

export const Metadata = Type.Refine(
  Type.Object({}),
  isSmallMetadata,
  () => `must have at most ${METADATA_MAX_BYTES} bytes as compact JSON`,
);

function refinedString(isValid: (text: string) => boolean, message: string) {
  return Type.Refine(
    Type.String(),
    (value) => typeof value !== 'string' || isValid(value),
    () => message,
  );
}

function isSmallMetadata(value: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(value)) <= METADATA_MAX_BYTES;
}

function isPlainIp(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}
