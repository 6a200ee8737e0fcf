import {
  blobSource,
  type Progress,
  UnreadableInput,
  type Verdict,
  verifyLedger,
} from '@daybook/client/verify';
import type { CheckNews, CheckOrder } from './check-order.ts';

const TELL_EVERY_MS = 50;

/** Beside the page, so that the page answers while it works. It has the files, and talks to nobody but the page. */
self.onmessage = async ({ data }: MessageEvent<CheckOrder>): Promise<void> => {
  try {
    const knowsEd25519 = await canCheckSignatures();
    const verdict = await check(knowsEd25519 ? data : { ...data, keys: undefined });
    tell({ news: 'VERDICT', verdict, knowsEd25519 });
  } catch (error) {
    if (error instanceof UnreadableInput) return tell({ news: 'UNREADABLE', message: error.message });
    // A rejection would reach nobody; this is the page's `onerror`.
    if (!(error instanceof DOMException)) return reportError(error);
    tell({
      news: 'UNREADABLE',
      message: 'a file has changed or is gone since it was chosen; choose it again',
    });
  }
};

async function check({ runs, keys, head }: CheckOrder): Promise<Verdict> {
  const onProgress = createProgress();
  const verdicts: Verdict[] = [];
  for (const { files, manifests } of runs) {
    const sources = files.map((file) => blobSource(file, file.name));
    const verdict = await verifyLedger({ files: sources, manifests, keys, head, onProgress });
    verdicts.push(verdict);
    if (!verdict.ok) break;
  }
  return together(verdicts);
}

/** Runs over the same entries in another format: the first one's findings, and the files of all. */
function together(verdicts: readonly Verdict[]): Verdict {
  const [first, last] = [verdicts[0], verdicts.at(-1)] as [Verdict, Verdict];
  return { ...first, ok: last.ok, fault: last.fault, files: verdicts.flatMap(({ files }) => files) };
}

/** Sums over all files; tells the page now and then. */
function createProgress(): (progress: Progress) => void {
  const done = new Map<string, Progress>();
  let told = 0;
  return (progress) => {
    done.set(progress.file, progress);
    if (performance.now() - told < TELL_EVERY_MS) return;
    told = performance.now();
    const all = [...done.values()];
    const sum = (of: 'bytes' | 'rows'): number => all.reduce((total, each) => total + each[of], 0);
    tell({ news: 'PROGRESS', bytes: sum('bytes'), rows: sum('rows') });
  };
}

/** Not every browser knows Ed25519, and none offers it to pages that came over plain HTTP. */
async function canCheckSignatures(): Promise<boolean> {
  try {
    await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
    return true;
  } catch {
    return false;
  }
}

function tell(news: CheckNews): void {
  self.postMessage(news);
}
