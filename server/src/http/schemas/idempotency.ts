import { Type } from 'typebox';

/** Checked by `answerOnce`. */
export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description:
        'Makes the request safe to send again: 1 to 255 of `A-Z a-z 0-9 _ -`. The same key and request within 24 hours get the first answer again, with `Idempotent-Replay: true`.',
    }),
  ),
});
