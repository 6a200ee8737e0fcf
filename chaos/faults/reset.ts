import { resetAfter } from '../../server/test/support/faults/faults.ts';
import { onLink } from './on-link.ts';
import { API_LINKS, POSTGRES_LINKS, S3_LINKS } from './targets.ts';

/** Connections are cut in the middle, in either direction: what was asked for may have been done or not. */
const reset = (random: number) =>
  resetAfter(random < 0.5 ? 'up' : 'down', 1 + Math.floor(random * 200_000), 1 + Math.floor(random * 10));

export const resetApi = onLink('reset-api', API_LINKS, [200, 4_000], reset);
export const resetPostgres = onLink('reset-postgres', POSTGRES_LINKS, [200, 4_000], reset);
export const resetS3 = onLink('reset-s3', S3_LINKS, [200, 4_000], reset);
