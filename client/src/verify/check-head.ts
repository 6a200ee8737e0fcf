import { NO_HASH } from './chain.ts';
import { FoundFault } from './found-fault.ts';
import type { KeyRing } from './key-ring.ts';
import type { NamedDocument, OpenedManifest } from './open-manifest.ts';
import { openJws } from './open-jws.ts';
import type { Pairs } from './check-manifest.ts';
import type { FileReading } from './read-file.ts';
import { sameJson } from './same-json.ts';
import { Shape } from './shape.ts';
import type { HeadFindings, SignatureState } from './verdict.ts';
import type { Witnesses } from './witnesses.ts';

/** A saved head that holds by itself. */
export interface OpenedHead {
  readonly name: string;
  readonly sequence: number;
  readonly hash: string;
  /** Null in a head that was copied from an e-mail. */
  readonly issuedAt: string | null;
  readonly signature: SignatureState;
}

/**
 * Opens a saved head: what the API answered, or just its `sequence` and `hash` as the e-mail names them. Notes it with
 * the witnesses. Throws a FoundFault or UnreadableInput.
 */
export async function openHead(
  { name, document }: NamedDocument,
  keys: KeyRing | undefined,
  witnesses: Witnesses,
): Promise<OpenedHead> {
  const outer = new Shape(document, name);
  const data = (outer.has('data') ? (document as { data: unknown }).data : document) as { jws?: string };
  const bare = new Shape(data, name);
  let signature: SignatureState = 'not checked';
  if (bare.has('jws')) {
    const opened = await openJws(bare.string('jws'), 'daybook-head+jws', keys, name);
    const { jws: _, ...readable } = data;
    if (!sameJson(readable, opened.payload)) {
      const message = `${name}: the readable head is not the one that was signed`;
      throw new FoundFault('BAD_SIGNATURE', message, { file: name, field: 'jws' });
    }
    ({ signature } = opened);
  }
  const sequence = bare.integer('sequence');
  const hash = bare.hash('hash');
  if (bare.has('storeId')) witnesses.of(bare.string('storeId'), name);
  witnesses.add(sequence, sequence === 0 ? NO_HASH : hash, name);
  return {
    name,
    sequence,
    hash,
    signature,
    issuedAt: bare.has('issuedAt') ? bare.instant('issuedAt') : null,
  };
}

/**
 * Looks for the head among the entries that were read; its hash was compared as they passed. Throws a FoundFault when
 * the ledger was shortened, or when the files do not show whether it was.
 */
export function checkHead(head: OpenedHead, readings: readonly FileReading[], pairs: Pairs): HeadFindings {
  const { name, sequence, hash, signature } = head;
  const ledgers = readings.filter((reading) => reading.first !== null);
  const start = ledgers[0]?.first?.sequence ?? Infinity;
  const end = ledgers.at(-1)?.last?.sequence ?? 0;
  const found = (status: HeadFindings['status']): HeadFindings => ({
    name,
    sequence,
    hash,
    signature,
    status,
  });
  if (sequence >= start && sequence <= end) return found('contained');
  if (sequence === start - 1 || [...pairs.values()].some((opened) => isNeighbour(opened, sequence)))
    return found('linked');
  for (const opened of pairs.values()) checkNotShortened(head, opened);
  const newest = pairs.get((ledgers.at(-1) ?? readings.at(-1)) as FileReading);
  if (newest && sequence > end && mayEndBefore(head, newest)) return found('later');
  throw new FoundFault('HEAD_NOT_REACHED', notReached(sequence, start), {
    ...{ file: name, sequence, field: 'sequence', expected: String(sequence) },
    found: end === 0 ? 'no entries' : `${start} to ${end}`,
  });
}

function isNeighbour({ before, after }: OpenedManifest, sequence: number): boolean {
  return before?.sequence === sequence || after?.sequence === sequence;
}

/** A manifest that is not older than the head knows an entry that is at least as new. */
function checkNotShortened(head: OpenedHead, { manifest, name }: OpenedManifest): void {
  const known = manifest.ledger?.head.sequence ?? Infinity;
  if (known >= head.sequence || head.issuedAt === null) return;
  if (Date.parse(manifest.asOf) < Date.parse(head.issuedAt)) return;
  const message = `the ledger was shortened: the saved head is older than ${name}, and yet names a newer entry`;
  throw new FoundFault('SHORTENED', message, {
    ...{ file: name, sequence: head.sequence, field: 'head' },
    ...{ expected: `${head.sequence} or later`, found: String(known) },
  });
}

/** Whether the manifest explains that the files end before the head: more followed, or it is older than the head. */
function mayEndBefore(head: OpenedHead, { manifest, after }: OpenedManifest): boolean {
  return manifest.ledger !== undefined && (after !== null || head.issuedAt !== null);
}

function notReached(sequence: number, start: number): string {
  return sequence < start
    ? 'the files start after the saved head and so do not show that it is in the ledger; add the files in between'
    : 'the files end before the saved head: entries are missing, or the ledger was shortened; add the later files, or the manifest';
}
