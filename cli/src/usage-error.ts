/** The command line says something that the command cannot do. The message is one line for a person. */
export class UsageError extends Error {}
