/** The long profile, `npm run test:long`: more trials, and a new seed each time. */
export const IS_LONG = process.env['DAYBOOK_LONG'] === '1';
