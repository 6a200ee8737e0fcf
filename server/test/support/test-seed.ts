import { IS_LONG } from './is-long.ts';

/**
 * What tests draw their cases from: DAYBOOK_TEST_SEED; else always the same, so that nobody's change is refused for a
 * fault that was there before; in the long profile, which looks for those, a new one each time. It belongs in the name of
 * the suite.
 */
export const TEST_SEED = Number(
  process.env['DAYBOOK_TEST_SEED'] ?? (IS_LONG ? Date.now() % 2 ** 31 : 20_261_122),
);
