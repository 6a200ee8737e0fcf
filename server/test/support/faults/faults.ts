import { setTimeout } from 'node:timers/promises';
import type { Direction, Fault } from './fault-proxy.ts';

/** Connections are cut as soon as they are made; those that are open, with their next byte. */
export const refuse: Fault = { refuses: true, meddle: (wire) => async () => wire.cut() };

/** Nothing is passed on and nothing is closed, until the fault is lifted; then everything held back goes on its way. */
export const blackHole: Fault = blackHoleAfter('up', 0);

/** As `blackHole`, both ways, once a connection has passed so many bytes in the direction. */
export function blackHoleAfter(direction: Direction, bytes: number): Fault {
  return {
    meddle(wire) {
      let left = bytes;
      let silent = bytes === 0;
      return async (way, chunk) => {
        if (silent) {
          wire.strike();
          await wire.lifted;
        } else if (way === direction) {
          left -= chunk.length;
          silent = left <= 0;
        }
        await wire.pass(way, chunk);
      };
    },
  };
}

/** RST on a connection once it has passed exactly so many bytes in the direction; at most `times` connections. */
export function resetAfter(direction: Direction, bytes: number, times = Infinity): Fault {
  let cuts = 0;
  return {
    meddle(wire) {
      let left = bytes;
      return async (way, chunk) => {
        if (way !== direction || cuts >= times) return wire.pass(way, chunk);
        await wire.pass(way, chunk.subarray(0, left));
        left -= chunk.length;
        if (left > 0) return undefined;
        cuts += 1;
        return wire.cut();
      };
    },
  };
}

/**
 * Whatever the server sends on a connection after the client sent `mark` is swallowed, and the connection cut: the
 * server did what it was asked to and the client never hears of it. At most `times` answers.
 */
export function dropAnswerTo(mark: string, times = 1): Fault {
  let dropped = 0;
  return {
    meddle(wire) {
      let seen = '';
      let marked = false;
      return async (way, chunk) => {
        if (way === 'up') {
          // The mark may stand across two chunks.
          seen = seen.slice(-mark.length) + chunk.toString('latin1');
          marked ||= dropped < times && seen.includes(mark);
        } else if (marked && dropped < times) {
          dropped += 1;
          return wire.cut();
        }
        return wire.pass(way, chunk);
      };
    },
  };
}

/** Every chunk comes so much later. */
export function late(milliseconds: number): Fault {
  return {
    meddle: (wire) => async (way, chunk) => {
      // clock: the delay is what the test asked for
      await setTimeout(milliseconds);
      await wire.pass(way, chunk);
    },
  };
}

/** A narrow line: so many bytes a second for each connection and direction. */
export function slow(bytesPerSecond: number): Fault {
  const SLICES_PER_SECOND = 20;
  const size = Math.max(1, Math.floor(bytesPerSecond / SLICES_PER_SECOND));
  return {
    meddle: (wire) => async (way, chunk) => {
      for (let from = 0; from < chunk.length; from += size) {
        // clock: the line is as narrow as the test asked for
        await setTimeout(1_000 / SLICES_PER_SECOND);
        await wire.pass(way, chunk.subarray(from, from + size));
      }
    },
  };
}

/** One bit of the byte at `offset`, counted over a connection in the direction, comes out changed; on the first that gets so far. */
export function flipBit(direction: Direction, offset: number): Fault {
  let flipped = false;
  return {
    meddle(wire) {
      let passed = 0;
      return async (way, chunk) => {
        const at = offset - passed;
        if (way === direction) passed += chunk.length;
        if (way !== direction || flipped || at < 0 || at >= chunk.length) return wire.pass(way, chunk);
        flipped = true;
        const altered = Buffer.from(chunk);
        altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
        wire.strike();
        return wire.pass(way, altered);
      };
    },
  };
}
