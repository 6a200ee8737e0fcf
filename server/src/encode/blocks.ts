/** Where a writer puts its bytes: blocks of one size, each handed on when full and never touched again. */
export type Blocks = {
  block: Buffer;
  /** The same bytes, to write several at once. */
  view: DataView;
  at: number;
  /** Below this there is room for one cell's separator, key, quotes and PIECE_BYTES of content, however escaped. */
  readonly limit: number;
  readonly emit: (block: Buffer) => void;
};

const BLOCK_BYTES = 256 * 1024;
/** Longer cells are written in pieces of this many bytes, so that blocks never need to grow. */
export const PIECE_BYTES = 4096;
/** JSON writes a control character as six bytes. */
const BYTES_PER_BYTE_MAX = 6;
/** More than any integer or timestamp with its separator and quotes. */
const AROUND_CELL_BYTES_MAX = 64;

/** `keyBytesMax`: the longest name written in front of a cell. */
export function openBlocks(emit: (block: Buffer) => void, keyBytesMax: number): Blocks {
  const reserve = PIECE_BYTES * BYTES_PER_BYTE_MAX + AROUND_CELL_BYTES_MAX + keyBytesMax;
  const limit = BLOCK_BYTES - reserve;
  if (limit < BLOCK_BYTES / 2) throw new RangeError('A column name is too long.');
  return { ...emptyBlock(BLOCK_BYTES), limit, emit };
}

/** Hands on what is written, and starts a new block. */
export function nextBlock(blocks: Blocks): void {
  blocks.emit(blocks.block.subarray(0, blocks.at));
  Object.assign(blocks, emptyBlock(BLOCK_BYTES));
}

/** Hands on the last block; nothing may be written after it. */
export function lastBlock(blocks: Blocks): void {
  blocks.emit(blocks.block.subarray(0, blocks.at));
  Object.assign(blocks, emptyBlock(0));
}

/** Writes ready-made bytes of any length. */
export function writeBytes(blocks: Blocks, bytes: Buffer): void {
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    if (blocks.at > blocks.limit) nextBlock(blocks);
    blocks.at += bytes.copy(blocks.block, blocks.at, from, Math.min(from + PIECE_BYTES, bytes.length));
  }
}

function emptyBlock(size: number): Pick<Blocks, 'block' | 'view' | 'at'> {
  // Not from the pool: the view starts where the underlying buffer starts.
  const block = Buffer.allocUnsafeSlow(size);
  return { block, view: new DataView(block.buffer), at: 0 };
}
