import { blackHole } from '../../server/test/support/faults/faults.ts';
import { onLink } from './on-link.ts';
import { API_LINKS, POSTGRES_LINKS, S3_LINKS } from './targets.ts';

/** Nothing comes through and nothing is closed; afterwards everything held back goes on its way. */
export const blackHoleApi = onLink('black-hole-api', API_LINKS, [500, 6_000], () => blackHole);
export const blackHolePostgres = onLink('black-hole-postgres', POSTGRES_LINKS, [500, 12_000], () => blackHole); // prettier-ignore
export const blackHoleS3 = onLink('black-hole-s3', S3_LINKS, [500, 12_000], () => blackHole);
