const isLong = process.env.DAYBOOK_LONG === '1';

/** How often each attack on a file is tried. `npm run test:long` tries more. */
export const ATTACK_TRIALS: number = isLong ? 60 : 10;

/** Periods of random ledgers that must be accepted. */
export const HONEST_WINDOWS: number = isLong ? 1000 : 200;

/** Files, good and bad, that the verifiers in TypeScript and in Python judge. */
export const JUDGED_FILES: number = isLong ? 2000 : 300;
