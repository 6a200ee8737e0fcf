import { createHash } from 'node:crypto';

/** A source of choices that is the same whenever its seeds are. */
export type SeededRandom = {
  /** From 0 up to, not including, 1. */
  unit(): number;
  /** An integer, both ends included. */
  between(lowest: number, highest: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  /** Uniform bytes: what `newId` takes as its randomness. */
  bytes(size: number): Uint8Array;
};

/** The generator is sfc32 (PractRand's): 128 bits of state, so that ids made of it do not meet those of another seed. */
export function seededRandom(...seeds: readonly number[]): SeededRandom {
  const next = sfc32(createHash('sha256').update(seeds.join('/')).digest());
  const unit = () => next() / 2 ** 32;
  const between = (lowest: number, highest: number) => lowest + Math.floor(unit() * (highest - lowest + 1));
  return {
    unit,
    between,
    chance: (probability) => unit() < probability,
    pick<T>(choices: readonly T[]): T {
      if (choices.length === 0) throw new RangeError('nothing to pick from');
      return choices[between(0, choices.length - 1)] as T;
    },
    bytes(size) {
      const drawn = new Uint8Array(size);
      for (let i = 0; i < size; i += 1) drawn[i] = next() >>> 24;
      return drawn;
    },
  };
}

function sfc32(state: Buffer): () => number {
  let a = state.readUInt32LE(0);
  let b = state.readUInt32LE(4);
  let c = state.readUInt32LE(8);
  let counter = state.readUInt32LE(12);
  return () => {
    const drawn = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + drawn) | 0;
    return drawn >>> 0;
  };
}
