import type { Column, ColumnKind } from '../domain/column.ts';
import { type Blocks, lastBlock, nextBlock, openBlocks, PIECE_BYTES, writeBytes } from './blocks.ts';
import { copyPlainText } from './copy-plain-text.ts';
import type { RowBatch } from './row-reader.ts';
import type { RowWriter } from './row-writer.ts';
import { writeHex } from './write-hex.ts';
import { writeInteger } from './write-integer.ts';
import { writeJsonText } from './write-json-text.ts';
import { writeTimestamp } from './write-timestamp.ts';

const COMMA = 0x2c;
const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const OPENING_BRACKET = 0x5b;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const NULL_LENGTH = -1;

const TEXT = 0;
const INTEGER = 1;
const TIMESTAMP = 2;
const RAW = 3;
const HEX = 4;

const WAY_TO_WRITE: Readonly<Record<ColumnKind, number>> = {
  text: TEXT,
  guarded: TEXT,
  integer: INTEGER,
  timestamp: TIMESTAMP,
  json: RAW,
  hex: HEX,
};

/** A key in words of four bytes, the last one padded: half of the output is keys, and words are written faster than bytes. */
type Key = { readonly words: Int32Array; readonly length: number };
type JsonShape = { readonly keys: readonly Key[]; readonly ways: Uint8Array };

/** Writes rows as one array of objects, one object per line, keys in the order of the columns. */
export function jsonWriter(columns: readonly Column[], emit: (block: Buffer) => void): RowWriter {
  const shape = {
    keys: columns.map(({ name }, index) => keyOf(`${index === 0 ? '' : ','}${JSON.stringify(name)}:`)),
    ways: Uint8Array.from(columns, ({ kind }) => WAY_TO_WRITE[kind]),
  };
  const blocks = openBlocks(emit, Math.max(0, ...shape.keys.map((key) => key.length)));
  let rowStart = OPENING_BRACKET;
  return {
    writeRows(batch) {
      writeRows(blocks, shape, batch, rowStart);
      rowStart = COMMA;
    },
    end() {
      writeBytes(blocks, Buffer.from(rowStart === COMMA ? '\n]\n' : '[]\n'));
      lastBlock(blocks);
    },
  };
}

function keyOf(text: string): Key {
  const bytes = Buffer.from(text);
  const padded = Buffer.concat([bytes, Buffer.alloc(3)]);
  const words = Int32Array.from({ length: Math.ceil(bytes.length / 4) }, (_, word) =>
    padded.readInt32LE(4 * word),
  );
  return { words, length: bytes.length };
}

/** `firstByte`: what comes before the first of these rows, the array's bracket or the comma after the row before. */
function writeRows(
  blocks: Blocks,
  { keys, ways }: JsonShape,
  { bytes, view: cellView, cells, rowCount }: RowBatch,
  firstByte: number,
): void {
  const { limit } = blocks;
  let { block, view, at } = blocks;
  let cell = 0;
  for (let row = 0; row < rowCount; row++) {
    for (let column = 0; column < ways.length; column++) {
      if (at > limit) {
        blocks.at = at;
        nextBlock(blocks);
        ({ block, view, at } = blocks);
      }
      if (column === 0) {
        block[at++] = row === 0 ? firstByte : COMMA;
        block[at++] = LINE_FEED;
        block[at++] = OPENING_BRACE;
      }
      at = writeKey(view, at, keys[column]!);
      const from = cells[cell++]!;
      const length = cells[cell++]!;
      const way = ways[column]!;
      if (length === NULL_LENGTH) {
        at = writeNull(block, at);
      } else if (way === INTEGER) {
        at = writeInteger(view, at, cellView, from);
      } else if (length > PIECE_BYTES) {
        blocks.at = at;
        writeLong(blocks, way, bytes, from, from + length);
        ({ block, view, at } = blocks);
      } else if (way === RAW) {
        at = writeRaw(block, at, bytes, from, from + length);
      } else {
        block[at++] = QUOTE;
        if (way === TIMESTAMP) at = writeTimestamp(view, at, cellView, from);
        else if (way === HEX) at = writeHex(view, at, bytes, from, from + length);
        else if (copyPlainText(view, at, cellView, from, length)) at += length;
        else at = writeJsonText(block, at, bytes, from, from + length);
        block[at++] = QUOTE;
      }
    }
    block[at++] = CLOSING_BRACE;
  }
  blocks.at = at;
}

function writeKey(view: DataView, at: number, { words, length }: Key): number {
  for (let word = 0; word < words.length; word++) view.setInt32(at + 4 * word, words[word]!, true);
  return at + length;
}

function writeNull(out: Buffer, at: number): number {
  out[at] = 0x6e;
  out[at + 1] = 0x75;
  out[at + 2] = 0x6c;
  out[at + 3] = 0x6c;
  return at + 4;
}

function writeRaw(out: Buffer, at: number, bytes: Buffer, from: number, to: number): number {
  return at + bytes.copy(out, at, from, to);
}

/** A cell of any length, piece by piece. */
function writeLong(blocks: Blocks, way: number, bytes: Buffer, from: number, to: number): void {
  const writePiece = way === RAW ? writeRaw : writeJsonText;
  if (way !== RAW) blocks.block[blocks.at++] = QUOTE;
  for (let piece = from; piece < to; piece += PIECE_BYTES) {
    if (blocks.at > blocks.limit) nextBlock(blocks);
    const end = Math.min(piece + PIECE_BYTES, to);
    blocks.at =
      way === HEX
        ? writeHex(blocks.view, blocks.at, bytes, piece, end)
        : writePiece(blocks.block, blocks.at, bytes, piece, end);
  }
  if (way !== RAW) blocks.block[blocks.at++] = QUOTE;
}
