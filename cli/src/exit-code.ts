/** What `daybook` exits with; the same for every subcommand, and part of its contract. */
export const EXIT = {
  /** It did what it was asked for. */
  OK: 0,
  /** It could be done and the outcome is bad: a file that does not verify, a report that failed, bytes that are damaged. */
  FAILED: 1,
  /** It could not be done: wrong usage, input that cannot be read, a request that the server refused. */
  UNREADABLE: 2,
  /** The server cannot be reached or is too busy; the same command may work later. */
  UNAVAILABLE: 3,
  /** Ctrl-C. */
  INTERRUPTED: 130,
} as const;
