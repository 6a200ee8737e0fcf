/** What `daybook` exits with; the same for every subcommand, and part of its contract. */
export const EXIT = {
  /** It did what it was asked for. */
  OK: 0,
  /** It could be done and the outcome is bad: a file that does not verify. */
  FAILED: 1,
  /** It could not be done: wrong usage, input that cannot be read. */
  UNREADABLE: 2,
  /** Ctrl-C. */
  INTERRUPTED: 130,
} as const;
