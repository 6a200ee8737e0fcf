import { entryLink } from './entry-link.ts';
import { FoundFault } from './found-fault.ts';
import type { KeyRing } from './key-ring.ts';
import type { Link } from './link.ts';
import type { Manifest } from './manifest.ts';
import { openJws } from './open-jws.ts';
import { readManifest } from './read-manifest.ts';
import { sameJson } from './same-json.ts';
import { Shape } from './shape.ts';
import type { ManifestFindings } from './verdict.ts';
import type { Witnesses } from './witnesses.ts';

/** A JSON document under the name of its file. */
export interface NamedDocument {
  readonly name: string;
  /** Parsed: as the API answers it, with or without the envelope `{ok, data}` around it. */
  readonly document: unknown;
}

/** A manifest that holds by itself: its signature, and the entries it carries. */
export interface OpenedManifest {
  readonly name: string;
  readonly manifest: Manifest;
  readonly before: Link | null;
  readonly after: Link | null;
  readonly findings: ManifestFindings;
}

/** Opens a manifest, and notes the entries that it names with the witnesses. Throws a FoundFault or UnreadableInput. */
export async function openManifest(
  { name, document }: NamedDocument,
  keys: KeyRing | undefined,
  witnesses: Witnesses,
): Promise<OpenedManifest> {
  const outer = new Shape(document, name);
  const data = outer.has('data') ? (document as { data: unknown }).data : document;
  const jws = new Shape(data, name).string('jws');
  const opened = await openJws(jws, 'daybook-manifest+jws', keys, name);
  const bare = (data as { manifest?: unknown }).manifest;
  if (bare !== undefined && !sameJson(bare, opened.payload)) {
    const message = `${name}: the readable manifest is not the one that was signed`;
    throw new FoundFault('WRONG_MANIFEST', message, { file: name, field: 'manifest' });
  }
  const manifest = readManifest(opened.payload, name);
  const { reportId, type, storeId, periodStart, periodEnd, asOf, issuer, issuedAt } = manifest;
  return {
    name,
    manifest,
    ...neighbours(manifest, name, witnesses),
    findings: {
      ...{ name, reportId, type, storeId, periodStart, periodEnd, asOf, issuer, issuedAt },
      signature: opened.signature,
      kid: opened.kid,
    },
  };
}

function neighbours(
  { ledger, storeId, type }: Manifest,
  name: string,
  witnesses: Witnesses,
): { before: Link | null; after: Link | null } {
  if (!ledger) {
    if (type !== 'BALANCE_LEDGER') return { before: null, after: null };
    const message = `${name}: the manifest of a ledger does not say what stands around its period`;
    throw new FoundFault('WRONG_MANIFEST', message, { file: name, field: 'ledger' });
  }
  witnesses.of(storeId, name);
  const before = ledger.before && entryLink(ledger.before, 'before', name);
  const after = ledger.after && entryLink(ledger.after, 'after', name);
  for (const entry of [before, after]) if (entry) witnesses.of(entry.storeId, `an entry in ${name}`);
  for (const { sequence, hash, previousHash } of [before, after].filter((entry) => entry !== null)) {
    witnesses.add(sequence, hash, name);
    if (sequence > 1) witnesses.add(sequence - 1, previousHash, name);
  }
  if (ledger.head.sequence > 0) witnesses.add(ledger.head.sequence, ledger.head.hash, name);
  return { before, after };
}
