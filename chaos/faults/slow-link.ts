import { slow } from '../../server/test/support/faults/faults.ts';
import { onLink } from './on-link.ts';
import { API_LINKS, POSTGRES_LINKS, S3_LINKS } from './targets.ts';

/** 16 to 256 KiB a second for each connection. */
const narrow = (random: number) => slow(Math.round(16_384 * 2 ** (random * 4)));

export const slowApi = onLink('slow-api', API_LINKS, [1_000, 8_000], narrow);
export const slowPostgres = onLink('slow-postgres', POSTGRES_LINKS, [1_000, 8_000], narrow);
export const slowS3 = onLink('slow-s3', S3_LINKS, [1_000, 8_000], narrow);
