import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { Manifest, SignedHead, SignedManifest, VerificationKeys } from '../src/verify.ts';
import { ledgerFile, type Format } from './ledger-file.ts';
import type { Entry } from './random-ledger.ts';

/** A period of a ledger. */
export interface Window {
  readonly entries: Entry[];
  readonly before: Entry | null;
  readonly after: Entry | null;
  readonly periodStart: string;
  readonly periodEnd: string;
}

/** The entries from one instant, in it, to another, out of it. */
export function windowOf(ledger: readonly Entry[], periodStart: string, periodEnd: string): Window {
  const isIn = ({ created_at: at }: Entry): boolean => at >= periodStart && at < periodEnd;
  return {
    entries: ledger.filter(isIn),
    before: ledger.findLast(({ created_at: at }) => at < periodStart) ?? null,
    after: ledger.find(({ created_at: at }) => at >= periodEnd) ?? null,
    periodStart,
    periodEnd,
  };
}

/** Whoever runs Daybook and holds its key: makes manifests and heads. */
export class Operator {
  readonly kid: string;
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;

  constructor(kid = 'key-1') {
    this.kid = kid;
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    this.#privateKey = privateKey;
    this.#publicKey = publicKey;
  }

  get keys(): VerificationKeys {
    return {
      jwks: {
        keys: [{ ...this.#publicKey.export({ format: 'jwk' }), kid: this.kid, alg: 'EdDSA', use: 'sig' }],
      },
    };
  }

  get pem(): string {
    return this.#publicKey.export({ format: 'pem', type: 'spki' }).toString();
  }

  /** The manifest of a window whose file has these bytes; `change` falsifies it before it is signed. */
  manifest(
    window: Window,
    ledger: readonly Entry[],
    format: Format,
    change: (manifest: Manifest) => Manifest = (manifest) => manifest,
  ): SignedManifest {
    const bytes = ledgerFile(window.entries, format);
    const manifest = change(honestManifest(window, ledger, format, bytes));
    return { manifest, jws: this.jws('daybook-manifest+jws', manifest) };
  }

  head(ledger: readonly Entry[], issuedAt = '2026-12-31T00:00:00.000Z'): SignedHead {
    const newest = ledger.at(-1);
    const head = {
      storeId: newest?.store_id ?? 'shp_empty',
      sequence: newest?.sequence ?? 0,
      hash: newest?.hash ?? '0'.repeat(64),
      runningBalance: newest?.running_balance ?? 0,
      currency: newest?.currency ?? 'USD',
      issuer: 'https://daybook.example.com',
      issuedAt,
    };
    return { ...head, jws: this.jws('daybook-head+jws', head) };
  }

  jws(typ: string, payload: unknown): string {
    const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${encode({ alg: 'EdDSA', typ, kid: this.kid })}.${encode(payload)}`;
    return `${signed}.${sign(null, Buffer.from(signed), this.#privateKey).toString('base64url')}`;
  }
}

function honestManifest(window: Window, ledger: readonly Entry[], format: Format, bytes: Buffer): Manifest {
  const { entries, before, after, periodStart, periodEnd } = window;
  const sum = entries.reduce((total, { amount }) => total + BigInt(amount), 0n);
  const newest = ledger.at(-1);
  return {
    version: 1,
    reportId: `rep_${format.toLowerCase()}`,
    storeId: newest?.store_id ?? 'shp_empty',
    type: 'BALANCE_LEDGER',
    schemaVersion: 'balance_ledger.1',
    periodStart,
    periodEnd,
    asOf: '2026-12-01T00:00:00.000Z',
    rowCount: entries.length,
    formulaGuard: false,
    files: [
      {
        format,
        name: `ledger.${format.toLowerCase()}`,
        sizeBytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      },
    ],
    totals: entries[0] ? [{ currency: entries[0].currency, column: 'amount', sum: String(sum) }] : [],
    ledger: {
      openingBalance: before?.running_balance ?? 0,
      closingBalance: entries.at(-1)?.running_balance ?? before?.running_balance ?? 0,
      before,
      after,
      head: { sequence: newest?.sequence ?? 0, hash: newest?.hash ?? '0'.repeat(64) },
    },
    issuer: 'https://daybook.example.com',
    issuedAt: '2026-12-01T00:00:01.000Z',
  };
}
