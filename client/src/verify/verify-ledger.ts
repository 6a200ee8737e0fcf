import { Chain } from './chain.ts';
import { checkHead, openHead } from './check-head.ts';
import { checkManifest, pairUp } from './check-manifest.ts';
import { firstLook } from './first-look.ts';
import { FoundFault } from './found-fault.ts';
import { keyRing, type KeyRing, type VerificationKeys } from './key-ring.ts';
import type { Link } from './link.ts';
import { openManifest, type NamedDocument, type OpenedManifest } from './open-manifest.ts';
import { readFile, type FileReading } from './read-file.ts';
import type { Source } from './source.ts';
import { UnreadableInput } from './unreadable-input.ts';
import type { FileFindings, HeadFindings, LedgerFindings, PeriodState, Verdict } from './verdict.ts';
import { Witnesses } from './witnesses.ts';

export interface VerifyOptions {
  /** BALANCE_LEDGER files, CSV or JSON, in any order; other reports where a manifest covers them. */
  readonly files: readonly Source[];
  readonly manifests?: readonly NamedDocument[];
  /** Without them no signature is checked. */
  readonly keys?: VerificationKeys | undefined;
  /** A head of the ledger that was kept. */
  readonly head?: NamedDocument | undefined;
  /** Called for every chunk. Bytes and rows of this file so far; `size` as its source says. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly file: string;
  readonly bytes: number;
  readonly rows: number;
  readonly size: number | undefined;
}

/** What is known so far. */
interface Found {
  readonly manifests: OpenedManifest[];
  readonly readings: FileReading[];
  readonly covered: Map<FileReading, { manifest: string; period: PeriodState | null }>;
  head: HeadFindings | null;
}

/**
 * Checks ledger files offline, from their bytes alone: every entry's hash, the chain, sequences and balances across all
 * files, and with manifests, keys or a saved head what the operator signed about them. Needs constant memory.
 *
 * Answers with a verdict, good or bad; throws UnreadableInput when the input is not what it should be at all.
 */
export async function verifyLedger(options: VerifyOptions): Promise<Verdict> {
  const found: Found = { manifests: [], readings: [], covered: new Map(), head: null };
  try {
    await verify(options, found);
    return verdict(found, null);
  } catch (error) {
    if (error instanceof FoundFault) return verdict(found, error);
    throw error;
  }
}

async function verify(options: VerifyOptions, found: Found): Promise<void> {
  if (options.files.length === 0) throw new UnreadableInput('there is no file to verify');
  const keys = options.keys && (await keyRing(options.keys));
  const witnesses = new Witnesses();
  await openManifests(options.manifests ?? [], keys, witnesses, found);
  const head = options.head && (await openHead(options.head, keys, witnesses));
  await readFiles(options, witnesses, found);
  const pairs = pairUp(found.readings, found.manifests);
  for (const [reading, opened] of pairs) {
    found.covered.set(reading, { manifest: opened.name, period: checkManifest(opened, reading) });
  }
  const uncovered = found.readings.find((reading) => !reading.isLedger && !found.covered.has(reading));
  if (uncovered)
    throw new UnreadableInput(`${uncovered.file} is no BALANCE_LEDGER file, and no manifest covers it`);
  if (head) found.head = checkHead(head, found.readings, pairs);
}

async function openManifests(
  documents: readonly NamedDocument[],
  keys: KeyRing | undefined,
  witnesses: Witnesses,
  found: Found,
): Promise<void> {
  for (const document of documents) found.manifests.push(await openManifest(document, keys, witnesses));
}

async function readFiles(options: VerifyOptions, witnesses: Witnesses, found: Found): Promise<void> {
  const hasManifests = found.manifests.length > 0;
  const looks = [];
  for (const source of options.files) looks.push(await firstLook(source, hasManifests));
  looks.sort((one, other) =>
    one.firstSequence < other.firstSequence ? -1 : Number(one.firstSequence > other.firstSequence),
  );
  const totalled = new Set(
    found.manifests.flatMap(({ manifest }) => manifest.totals.map(({ column }) => column)),
  );
  const chain = new Chain(witnesses);
  for (const look of looks) {
    let bytes = 0;
    const onChunk = (file: string, length: number, rows: number): void => {
      bytes += length;
      options.onProgress?.({ file, bytes, rows, size: look.source.size });
    };
    found.readings.push(await readFile(look, chain, { totalled: hasManifests ? totalled : null, onChunk }));
  }
}

function verdict(found: Found, fault: FoundFault | null): Verdict {
  return {
    ok: fault === null,
    fault: fault?.fault ?? null,
    files: found.readings.map((reading) => fileFindings(reading, found)),
    ledger: ledgerFindings(found.readings),
    manifests: found.manifests.map(({ findings }) => findings),
    head: found.head,
  };
}

function fileFindings(reading: FileReading, found: Found): FileFindings {
  const { file, format, rows, first, last } = reading;
  const covered = found.covered.get(reading);
  return {
    ...{ name: file, format, rows },
    firstSequence: first?.sequence ?? null,
    lastSequence: last?.sequence ?? null,
    manifest: covered?.manifest ?? null,
    period: covered?.period ?? null,
  };
}

function ledgerFindings(readings: readonly FileReading[]): LedgerFindings | null {
  const links = readings.flatMap(({ first, last }) => (first && last ? [first, last] : []));
  const [first, last] = [links[0], links.at(-1)] as [Link?, Link?];
  if (!first || !last) return null;
  return {
    storeId: first.storeId,
    currency: first.currency,
    rows: last.sequence - first.sequence + 1,
    firstSequence: first.sequence,
    lastSequence: last.sequence,
    firstCreatedAt: first.createdAt,
    lastCreatedAt: last.createdAt,
    openingBalance: first.runningBalance - first.amount,
    closingBalance: last.runningBalance,
    lastHash: last.hash,
  };
}
