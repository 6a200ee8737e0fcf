/** Keeps the process going until the signal fires, and resolves; rejects when `over` does before. */
export async function untilAborted(signal: AbortSignal, over: Promise<never>): Promise<void> {
  const alive = setInterval(() => {}, 2 ** 30);
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  const hear = () => resolve();
  signal.addEventListener('abort', hear, { once: true });
  if (signal.aborted) resolve();
  try {
    await Promise.race([aborted, over]);
  } finally {
    signal.removeEventListener('abort', hear);
    clearInterval(alive);
  }
}
