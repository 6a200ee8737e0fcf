import type { Column, ColumnKind } from '../domain/column.ts';
import { type Blocks, lastBlock, nextBlock, openBlocks, PIECE_BYTES, writeBytes } from './blocks.ts';
import { copyPlainText } from './copy-plain-text.ts';
import type { RowBatch } from './row-reader.ts';
import type { RowWriter } from './row-writer.ts';
import { startsFormula } from './starts-formula.ts';
import { writeHex } from './write-hex.ts';
import { writeInteger } from './write-integer.ts';
import { writeTimestamp } from './write-timestamp.ts';

const COMMA = 0x2c;
const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const APOSTROPHE = 0x27;

const PLAIN = 0;
const GUARDED = 1;
const INTEGER = 2;
const TIMESTAMP = 3;
const HEX = 4;

/** 1 for the bytes that make a cell need quotes. */
const NEEDS_QUOTES = new Uint8Array(256);
for (const character of ',"\n\r') NEEDS_QUOTES[character.charCodeAt(0)] = 1;

/** Writes rows as CSV, byte by byte as the specification says: byte-order mark, header, `\n` between rows only. */
export function csvWriter(
  columns: readonly Column[],
  formulaGuard: boolean,
  emit: (block: Buffer) => void,
): RowWriter {
  const blocks = openBlocks(emit, 0);
  const ways = Uint8Array.from(columns, (column) => wayToWrite(column.kind, formulaGuard));
  writeBytes(blocks, header(columns));
  return {
    writeRows: (batch) => writeRows(blocks, ways, batch),
    end: () => lastBlock(blocks),
  };
}

function wayToWrite(kind: ColumnKind, formulaGuard: boolean): number {
  if (kind === 'integer') return INTEGER;
  if (kind === 'timestamp') return TIMESTAMP;
  if (kind === 'hex') return HEX;
  return formulaGuard && kind !== 'text' ? GUARDED : PLAIN;
}

function header(columns: readonly Column[]): Buffer {
  const names = columns.map(({ name }) => (/[,"\n\r]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name));
  return Buffer.from(`\ufeff${names.join(',')}`);
}

function writeRows(
  blocks: Blocks,
  ways: Uint8Array,
  { bytes, view: cellView, cells, rowCount }: RowBatch,
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
      block[at++] = column === 0 ? LINE_FEED : COMMA;
      const from = cells[cell++]!;
      const length = cells[cell++]!;
      if (length <= 0) continue;
      const way = ways[column]!;
      if (way === INTEGER) {
        at = writeInteger(view, at, cellView, from);
      } else if (way === TIMESTAMP) {
        at = writeTimestamp(view, at, cellView, from);
      } else if (length > PIECE_BYTES) {
        blocks.at = at;
        writeLong(blocks, way, bytes, from, from + length);
        ({ block, view, at } = blocks);
      } else if (way === HEX) {
        at = writeHex(view, at, bytes, from, from + length);
      } else if (way === GUARDED && startsFormula(bytes, from, from + length)) {
        at = writeWithApostrophe(block, at, bytes, from, from + length);
      } else if (copyPlainText(view, at, cellView, from, length)) {
        at += length;
      } else {
        at = writeText(block, at, bytes, from, from + length);
      }
    }
  }
  blocks.at = at;
}

function writeText(out: Buffer, at: number, bytes: Buffer, from: number, to: number): number {
  // Few such cells need quotes, so it is copied while it is looked at, and written again in the rare case.
  let place = at;
  let quotes = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    out[place++] = byte;
    quotes |= NEEDS_QUOTES[byte]!;
  }
  return quotes === 0 ? place : writeQuoted(out, at, bytes, from, to);
}

function writeQuoted(out: Buffer, at: number, bytes: Buffer, from: number, to: number): number {
  out[at] = QUOTE;
  const end = writeDoubled(out, at + 1, bytes, from, to);
  out[end] = QUOTE;
  return end + 1;
}

function writeWithApostrophe(out: Buffer, at: number, bytes: Buffer, from: number, to: number): number {
  const quotes = needsQuotes(bytes, from, to);
  let place = at;
  if (quotes) out[place++] = QUOTE;
  out[place++] = APOSTROPHE;
  place = writeDoubled(out, place, bytes, from, to);
  if (quotes) out[place++] = QUOTE;
  return place;
}

/** Copies, with every double quote doubled. */
function writeDoubled(out: Buffer, at: number, bytes: Buffer, from: number, to: number): number {
  let place = at;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    if (byte === QUOTE) out[place++] = QUOTE;
    out[place++] = byte;
  }
  return place;
}

function needsQuotes(bytes: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (NEEDS_QUOTES[bytes[i]!] === 1) return true;
  return false;
}

/** A cell of any length, piece by piece. */
function writeLong(blocks: Blocks, way: number, bytes: Buffer, from: number, to: number): void {
  const quotes = way !== HEX && needsQuotes(bytes, from, to);
  if (quotes) blocks.block[blocks.at++] = QUOTE;
  if (way === GUARDED && startsFormula(bytes, from, to)) blocks.block[blocks.at++] = APOSTROPHE;
  for (let piece = from; piece < to; piece += PIECE_BYTES) {
    if (blocks.at > blocks.limit) nextBlock(blocks);
    const end = Math.min(piece + PIECE_BYTES, to);
    blocks.at =
      way === HEX
        ? writeHex(blocks.view, blocks.at, bytes, piece, end)
        : writeDoubled(blocks.block, blocks.at, bytes, piece, end);
  }
  if (quotes) blocks.block[blocks.at++] = QUOTE;
}
