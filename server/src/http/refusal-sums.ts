import { REFUSALS_SUMMED_EVERY_MS, REFUSALS_TRACKED_MAX } from '../domain/limits.ts';

/** Who was refused, and as what. */
export type Refused = { readonly status: number; readonly code: string; readonly tokenId?: string; readonly address?: string }; // prettier-ignore
/** What is said of further refusals; `senders: 'others'` for all that were too many to be kept apart. */
export type RefusalSum = Partial<Refused> & { readonly count: number; readonly seconds: number; readonly senders?: 'others' }; // prettier-ignore

/** Sums refusals up, so that a flood does not fill the log. */
export type RefusalSums = {
  /** Counts one. Whether it is its sender's first of this time, and so to be told by itself. */
  isFirst(refused: Refused): boolean;
  /** Tells what is not told yet. */
  close(): void;
};

/** `tell` hears each time of REFUSALS_SUMMED_EVERY_MS, which begins with a refusal, how many there were but the first. */
export function createRefusalSums(tell: (sum: RefusalSum) => void): RefusalSums {
  let further = new Map<string, { refused: Partial<Refused>; count: number }>();
  let others = 0;
  let beganAt = 0;
  let timer: NodeJS.Timeout | undefined;

  function tellAll(): void {
    clearTimeout(timer);
    timer = undefined;
    const seconds = Math.max(1, Math.round((performance.now() - beganAt) / 1_000));
    for (const { refused, count } of further.values()) if (count > 0) tell({ ...refused, count, seconds });
    if (others > 0) tell({ senders: 'others', count: others, seconds });
    further = new Map();
    others = 0;
  }

  return {
    isFirst(refused) {
      if (timer === undefined) {
        beganAt = performance.now();
        timer = setTimeout(tellAll, REFUSALS_SUMMED_EVERY_MS).unref();
      }
      const key = `${refused.code} ${refused.tokenId ?? refused.address}`;
      const known = further.get(key);
      if (known) known.count += 1;
      else if (further.size < REFUSALS_TRACKED_MAX) further.set(key, { refused, count: 0 });
      else others += 1;
      return known === undefined && further.has(key);
    },
    close: tellAll,
  };
}
