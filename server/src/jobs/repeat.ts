/**
 * Runs `run` now and again `everyMs` after each end, until `stop`, which fires its signal and waits for its end. For
 * what is harmless to do twice, in several processes at once, and not at all for a while.
 */
export function repeat(
  everyMs: number,
  run: (signal: AbortSignal) => Promise<unknown>,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running = once();

  async function once(): Promise<void> {
    await run(stopping.signal).catch((error: unknown) => {
      if (!stopping.signal.aborted) onError(error);
    });
    if (!stopping.signal.aborted) timer = setTimeout(again, everyMs);
  }

  function again(): void {
    running = once();
  }

  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
