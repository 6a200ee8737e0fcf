import { createHash, hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { Sha256 } from '../../client/src/verify/sha256.ts';
import { verifyLedger } from '../../client/src/verify.ts';
import { peakBytes } from '../export/peak-bytes.ts';
import { messageOf } from './plain-entry.ts';
import { entryAt } from './write-ledger-file.ts';

/** What one run is asked for. */
export type VerifyOrder = {
  contender: 'verify' | 'usual-loop' | 'one-call-loop' | 'own-loop';
  path: string;
  rows: number;
};
export type VerifyRun = { seconds: number; peakBytes: number };

const digestBy = {
  'usual-loop': (message: Buffer) => createHash('sha256').update(message).digest('hex'),
  'one-call-loop': (message: Buffer) => hash('sha256', message, 'hex'),
  'own-loop': (message: Buffer) => new Sha256().update(message).digestHex(),
};
const SAMPLES = 1_000;
const READ_BYTES = 1024 * 1024;

async function run({ contender, path, rows }: VerifyOrder): Promise<void> {
  if (contender === 'verify') {
    const open = () => createReadStream(path, { highWaterMark: READ_BYTES });
    const verdict = await verifyLedger({ files: [{ name: path, open }] });
    if (!verdict.ok || verdict.ledger?.rows !== rows) throw new Error('The file did not verify.');
    return;
  }
  const messages = Array.from({ length: SAMPLES }, (_, at) =>
    Buffer.from(messageOf(entryAt(500_000 + at, 1_234_567_890, 'a'.repeat(64)))),
  );
  let last = '';
  for (let row = 0; row < rows; row += 1) {
    const message = messages[row % SAMPLES] as Buffer;
    last = digestBy[contender](message);
  }
  if (last.length !== 64) throw new Error('Nothing was hashed.');
}

const [order] = (await once(process, 'message')) as [VerifyOrder];
const start = performance.now();
await run(order);
const seconds = (performance.now() - start) / 1_000;
process.send?.({ seconds, peakBytes: await peakBytes() } satisfies VerifyRun);
process.disconnect();
