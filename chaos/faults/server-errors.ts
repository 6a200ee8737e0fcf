import { answerWith } from '../../server/test/support/faults/answer-with.ts';
import { onLink } from './on-link.ts';
import { S3_LINKS } from './targets.ts';

const STATUSES = [500, 502, 503, 507];

/** S3 answers 5xx, "insufficient storage" among them, some or many times. */
export const errorsOfS3 = onLink('errors-s3', S3_LINKS, [500, 8_000], (random) =>
  answerWith(STATUSES[Math.floor(random * STATUSES.length)] ?? 500, 1 + Math.floor(random * 20)),
);
