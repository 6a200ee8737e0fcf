const ROUND_CONSTANTS = Int32Array.from([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);
const START = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];
/** One for all: as a constant its bounds need no check, which is a third of the time. */
const SCHEDULE = new Int32Array(64);
const BLOCK_BYTES = 64;
const HEX_DIGITS = new TextEncoder().encode('0123456789abcdef');

/**
 * SHA-256 (FIPS 180-4), synchronous. WebCrypto's is asynchronous and costs 42 µs a call, too much for a million rows.
 * One object can be used again after each digest.
 */
export class Sha256 {
  readonly #state = new Int32Array(8);
  readonly #block = new Uint8Array(BLOCK_BYTES);
  #filled = 0;
  #bytes = 0;

  constructor() {
    this.#state.set(START);
  }

  /** Takes in `bytes[from, to)`. */
  update(bytes: Uint8Array, from = 0, to: number = bytes.length): this {
    const block = this.#block;
    let filled = this.#filled;
    let at = from;
    this.#bytes += to - from;
    while (at < to) {
      if (filled === 0 && to - at >= BLOCK_BYTES) {
        this.#compress(bytes, at);
        at += BLOCK_BYTES;
        continue;
      }
      const stop = Math.min(to, at + BLOCK_BYTES - filled);
      while (at < stop) block[filled++] = bytes[at++]!;
      if (filled === BLOCK_BYTES) {
        this.#compress(block, 0);
        filled = 0;
      }
    }
    this.#filled = filled;
    return this;
  }

  /** Writes the digest into `out` as 64 lowercase hexadecimal characters in ASCII, and starts anew. */
  digestHexInto(out: Uint8Array): void {
    this.#pad();
    for (let word = 0, at = 0; word < 8; word++) {
      const value = this.#state[word]!;
      for (let shift = 28; shift >= 0; shift -= 4) out[at++] = HEX_DIGITS[(value >>> shift) & 15]!;
    }
    this.#state.set(START);
    this.#filled = 0;
    this.#bytes = 0;
  }

  /** The digest as 64 lowercase hexadecimal characters. Starts anew. */
  digestHex(): string {
    const hex = new Uint8Array(64);
    this.digestHexInto(hex);
    return String.fromCharCode(...hex);
  }

  #pad(): void {
    const block = this.#block;
    block[this.#filled++] = 0x80;
    if (this.#filled > BLOCK_BYTES - 8) {
      block.fill(0, this.#filled);
      this.#compress(block, 0);
      this.#filled = 0;
    }
    block.fill(0, this.#filled);
    const length = new DataView(block.buffer, BLOCK_BYTES - 8);
    length.setUint32(0, Math.floor(this.#bytes / 2 ** 29));
    length.setUint32(4, (this.#bytes * 8) % 2 ** 32);
    this.#compress(block, 0);
  }

  #compress(bytes: Uint8Array, from: number): void {
    for (let i = 0, at = from; i < 16; i++, at += 4) {
      SCHEDULE[i] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
    }
    for (let i = 16; i < 64; i++) {
      const w15 = SCHEDULE[i - 15]!;
      const w2 = SCHEDULE[i - 2]!;
      const s0 = ((w15 >>> 7) | (w15 << 25)) ^ ((w15 >>> 18) | (w15 << 14)) ^ (w15 >>> 3);
      const s1 = ((w2 >>> 17) | (w2 << 15)) ^ ((w2 >>> 19) | (w2 << 13)) ^ (w2 >>> 10);
      SCHEDULE[i] = (SCHEDULE[i - 16]! + s0 + SCHEDULE[i - 7]! + s1) | 0;
    }
    mix(this.#state);
  }
}

/** The 64 rounds over one block. */
function mix(state: Int32Array): void {
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + (g ^ (e & (f ^ g))) + ROUND_CONSTANTS[i]! + SCHEDULE[i]!) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) | (c & (a | b)))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = state[0]! + a;
  state[1] = state[1]! + b;
  state[2] = state[2]! + c;
  state[3] = state[3]! + d;
  state[4] = state[4]! + e;
  state[5] = state[5]! + f;
  state[6] = state[6]! + g;
  state[7] = state[7]! + h;
}
