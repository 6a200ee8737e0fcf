/**
 * A sign-in link that works as often as it is opened, for as long as the process lives. Only `npm start` has one, for
 * the owner of its demo store: it is handed to `compose` by nothing else, and no row of the database knows of it.
 */
export type StandingLink = {
  /** The account that the token signs in, or undefined. */
  accountOf(token: string): string | undefined;
  /** The link itself, once it works. For the sign-in page of this machine alone. */
  readonly url: string | undefined;
};
