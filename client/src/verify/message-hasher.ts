import { ROW_LIMIT_BYTES } from './row.ts';
import { Sha256 } from './sha256.ts';

/** SHA-256 of one message after the other, each of them at most a row and its preamble long. */
export interface MessageHasher {
  /** Takes in `bytes[from, to)`. */
  update(bytes: Uint8Array, from?: number, to?: number): unknown;
  /** Writes the digest into `out` as 64 lowercase hexadecimal characters in ASCII, and starts anew. */
  digestHexInto(out: Uint8Array): void;
}

type NativeHash = (algorithm: 'sha256', data: Uint8Array, encoding: 'hex') => string;

const PREAMBLE_LIMIT_BYTES = 64;

/** The platform's own where it has a synchronous one, which is Node: eight times as fast. Ours everywhere else. */
export function createMessageHasher(): MessageHasher {
  const hash = findNativeHash();
  return hash ? nativeHasher(hash) : new Sha256();
}

/** Asked for at run time, so that nothing of Node is imported where there is none. */
function findNativeHash(): NativeHash | undefined {
  const host = globalThis as {
    process?: { getBuiltinModule?: (name: string) => { hash?: NativeHash } | undefined };
  };
  return host.process?.getBuiltinModule?.('node:crypto')?.hash;
}

function nativeHasher(hash: NativeHash): MessageHasher {
  const message = new Uint8Array(ROW_LIMIT_BYTES + PREAMBLE_LIMIT_BYTES);
  let filled = 0;
  return {
    update(bytes, from = 0, to = bytes.length) {
      message.set(bytes.subarray(from, to), filled);
      filled += to - from;
    },
    digestHexInto(out) {
      const hex = hash('sha256', message.subarray(0, filled), 'hex');
      for (let at = 0; at < hex.length; at++) out[at] = hex.charCodeAt(at);
      filled = 0;
    },
  };
}
