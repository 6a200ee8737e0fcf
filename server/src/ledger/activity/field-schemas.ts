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
} from '../../domain/limits.ts';
import { eventTimeProblem } from './event-time.ts';

/** The kinds of fields that activity is made of. Where a pattern says it badly, `description` says it in words. */

export const Id = Type.String({
  pattern: PLATFORM_ID.source,
  description: 'must be 1 to 64 of A-Z a-z 0-9 _ -',
});

/** Free text of the platform: names, references. */
export const Text = Type.String({ maxLength: NAME_MAX_CHARACTERS });
export const NonEmptyText = Type.String({ minLength: 1, maxLength: NAME_MAX_CHARACTERS });

/** Minor units, of either sign. */
export const SignedAmount = Type.Integer({ minimum: -AMOUNT_MAX, maximum: AMOUNT_MAX });
/** Minor units, zero or more. */
export const Amount = Type.Integer({ minimum: 0, maximum: AMOUNT_MAX });

export const Currency = refinedString(isCurrency, 'must be an ISO 4217 code in capitals, such as USD');
export const Country = Type.String({
  pattern: '^[A-Z]{2}$',
  description: 'must be two capital letters, such as GB',
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
