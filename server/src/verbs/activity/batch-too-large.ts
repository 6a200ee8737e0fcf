import { DaybookError } from '../../domain/errors.ts';
import { ACTIVITY_BATCH_MAX_BYTES, ACTIVITY_BATCH_MAX_LINES } from '../../domain/limits.ts';

const LIMITS = { lines: ACTIVITY_BATCH_MAX_LINES, bytes: ACTIVITY_BATCH_MAX_BYTES };

/** PAYLOAD_TOO_LARGE that names the limit which a batch of activity passes. */
export function batchTooLarge(what: keyof typeof LIMITS): DaybookError {
  return new DaybookError(
    'PAYLOAD_TOO_LARGE',
    `A batch has at most ${LIMITS[what]} ${what}; send it in parts.`,
  );
}
