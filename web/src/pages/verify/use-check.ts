import { Daybook } from '@daybook/client';
import type { Verdict } from '@daybook/client/verify';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CheckNews, CheckOrder } from './check-order.ts';
import type { CheckPlan } from './plan-check.ts';

/** Where the keys came from, or why no signature was checked. */
export type KeysFrom = 'FILE' | 'SERVER' | 'UNREACHABLE' | 'NO_ED25519' | 'NOTHING_SIGNED';

export type CheckState =
  | { readonly step: 'IDLE' }
  | { readonly step: 'CHECKING'; readonly bytes: number; readonly rows: number; readonly plan: CheckPlan }
  | {
      readonly step: 'DONE';
      readonly verdict: Verdict;
      readonly keysFrom: KeysFrom;
      readonly plan: CheckPlan;
    }
  | { readonly step: 'UNREADABLE'; readonly message: string };

/** Everybody may have the public keys: no session. */
const anybody = new Daybook({ baseUrl: location.origin, retries: 1 });

const BROKEN =
  'something went wrong on this page. Reload it; if that does not help, use the command: daybook verify';

/** Checks in a worker, which is there from the start so that nothing has to be loaded later. */
export function useCheck(): {
  readonly state: CheckState;
  start(plan: CheckPlan): Promise<void>;
  /** Ends what is under way and forgets what was found. */
  reset(): void;
} {
  const [state, setState] = useState<CheckState>({ step: 'IDLE' });
  const worker = useRef<Worker>(undefined);
  const busy = useRef<AbortController>(undefined);
  useEffect(() => {
    worker.current = createWorker();
    return () => worker.current?.terminate();
  }, []);

  const reset = useCallback((): void => {
    if (busy.current) {
      busy.current.abort();
      worker.current?.terminate();
      worker.current = createWorker();
    }
    busy.current = undefined;
    setState({ step: 'IDLE' });
  }, []);
  const start = async (plan: CheckPlan): Promise<void> => {
    const { signal } = (busy.current = new AbortController());
    setState({ step: 'CHECKING', bytes: 0, rows: 0, plan });
    const { keys, keysFrom } = await keysFor(plan, signal);
    if (signal.aborted || !worker.current) return;
    const end = (ended: CheckState): void => {
      busy.current = undefined;
      setState(ended);
    };
    worker.current.onerror = () => end({ step: 'UNREADABLE', message: BROKEN });
    worker.current.onmessage = ({ data }: MessageEvent<CheckNews>) => {
      if (signal.aborted) return;
      if (data.news === 'PROGRESS') return setState({ step: 'CHECKING', ...data, plan });
      if (data.news === 'UNREADABLE') return end({ step: 'UNREADABLE', message: data.message });
      const { verdict, knowsEd25519 } = data;
      end({ step: 'DONE', verdict, plan, keysFrom: keys && !knowsEd25519 ? 'NO_ED25519' : keysFrom });
    };
    worker.current.postMessage({ runs: plan.runs, head: plan.head, keys } satisfies CheckOrder);
  };
  return { state, start, reset };
}

function createWorker(): Worker {
  return new Worker(new URL('./check-worker.ts', import.meta.url), { type: 'module' });
}

async function keysFor(
  { keys, manifests, head }: CheckPlan,
  signal: AbortSignal,
): Promise<Pick<CheckOrder, 'keys'> & { keysFrom: KeysFrom }> {
  if (keys) return { keys, keysFrom: 'FILE' };
  if (manifests === 0 && !head) return { keys, keysFrom: 'NOTHING_SIGNED' };
  try {
    const jwks = await anybody.call('GET /.well-known/jwks.json', { signal });
    return { keys: { jwks }, keysFrom: 'SERVER' };
  } catch {
    return { keys, keysFrom: 'UNREACHABLE' };
  }
}
