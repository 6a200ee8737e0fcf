import { Writable } from 'node:stream';

/** What an input does with its chunks. Whatever these throw destroys the stream. */
type Work = {
  take(chunk: Buffer): void;
  /** False while there is nowhere to put results; whoever makes room calls `proceed`. */
  mayProceed(): boolean;
  /** Works a short while on what was taken; false when more input is needed. */
  step(): boolean;
  /** All input was taken. */
  end(): void;
  /** The stream was destroyed before `end` succeeded. */
  onCutOff(error: Error): void;
};

export type PacedInput = { readonly stream: Writable; proceed(): void };

/** A Writable that acknowledges each chunk only when all the work on it could be done. */
export function pacedInput(work: Work): PacedInput {
  let acknowledge: ((error: Error | null) => void) | null = null;
  let stepping = false;
  let ended = false;

  function finishChunk(error: Error | null): void {
    const callback = acknowledge;
    acknowledge = null;
    callback?.(error);
  }

  function proceed(): void {
    // A step's results may be consumed at once, which leads back here.
    if (stepping || acknowledge === null) return;
    stepping = true;
    let usedUp = false;
    const error = errorOf(() => {
      while (!usedUp && work.mayProceed()) usedUp = !work.step();
    });
    stepping = false;
    if (usedUp || error !== null) finishChunk(error);
  }

  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      acknowledge = done;
      const error = errorOf(() => work.take(chunk));
      if (error === null) proceed();
      else finishChunk(error);
    },
    final(done) {
      const error = errorOf(work.end);
      ended = error === null;
      done(error);
    },
    destroy(error, done) {
      const reason = error ?? new Error('The rows were cut off before their end.');
      if (!ended) work.onCutOff(reason);
      finishChunk(reason);
      done(error);
    },
  });
  return { stream, proceed };
}

function errorOf(action: () => void): Error | null {
  try {
    action();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
