/** A problem the operator can mend. It is printed as one line, without a stack, and ends the process with exit code 1. */
export class StartupError extends Error {
  override readonly name = 'StartupError';

  constructor(message: string) {
    super(message.replaceAll(/\s*\n\s*/g, ' '));
  }
}
