import { writeTwoDigits } from './write-integer.ts';

const MS_PER_DAY = 86_400_000;
const MICROS_PER_DAY = 1000 * MS_PER_DAY;
const TWO_TO_32 = 2 ** 32;
/** Days from 0000-03-01, where the leap day is the last of its year, to 2000-01-01. */
const DAYS_TO_2000 = 730_425;
/** 0001-01-01 and 9999-12-31, in days since 2000-01-01. */
const FIRST_DAY = -730_119;
const LAST_DAY = 2_921_939;
const DASH = 0x2d;
const COLON = 0x3a;
const DOT = 0x2e;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;
const ZERO = 0x30;

/**
 * The day written last and its `YYYY-MM-DDT`: rows come in the order of their time, so nearly every one is of the same day
 * as the one before. Its start in µs since 2000-01-01 UTC.
 */
let knownDayStart = Number.NaN;
const knownDate = new DataView(new ArrayBuffer(12));

/** Writes the timestamptz at `from` (int8, µs since 2000-01-01 UTC) as `YYYY-MM-DDTHH:MM:SS.mmmZ`; returns where it ends. */
export function writeTimestamp(out: DataView, at: number, cells: DataView, from: number): number {
  const high = cells.getInt32(from);
  const low = cells.getUint32(from + 4);
  // What is beyond 2^53, and so not exact, is on no day that is noted.
  const microsOfDay = high * TWO_TO_32 + low - knownDayStart;
  if (microsOfDay >= 0 && microsOfDay < MICROS_PER_DAY) {
    out.setInt32(at, knownDate.getInt32(0));
    out.setInt32(at + 4, knownDate.getInt32(4));
    out.setInt32(at + 8, knownDate.getInt32(8));
    return writeTimeOfDay(out, at + 11, Math.floor(microsOfDay / 1000) | 0);
  }
  return writeOtherDay(out, at, high, low);
}

function writeOtherDay(out: DataView, at: number, high: number, low: number): number {
  // µs pass 2^53 in 2285, so they are divided by 1000 in two exact halves.
  const front = Math.floor(high / 1000);
  const ms = front * TWO_TO_32 + Math.floor(((high - front * 1000) * TWO_TO_32 + low) / 1000);
  const day = Math.floor(ms / MS_PER_DAY);
  if (day < FIRST_DAY || day > LAST_DAY) {
    throw new Error('A timestamp lies outside the years 0001 to 9999.');
  }
  writeDate(out, at, day);
  const dayStart = day * MICROS_PER_DAY;
  if (Number.isSafeInteger(dayStart) && Number.isSafeInteger(dayStart + MICROS_PER_DAY)) {
    knownDayStart = dayStart;
    for (let i = 0; i < 11; i++) knownDate.setUint8(i, out.getUint8(at + i));
  }
  return writeTimeOfDay(out, at + 11, (ms - day * MS_PER_DAY) | 0);
}

/** The civil calendar in integers: Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days. */
function writeDate(out: DataView, at: number, daysSince2000: number): void {
  const days = (daysSince2000 + DAYS_TO_2000) | 0;
  const era = (days / 146_097) | 0;
  const dayOfEra = days - era * 146_097;
  const leapDays = ((dayOfEra / 1460) | 0) - ((dayOfEra / 36_524) | 0) + ((dayOfEra / 146_096) | 0);
  const yearOfEra = ((dayOfEra - leapDays) / 365) | 0;
  const dayOfYear = dayOfEra - (365 * yearOfEra + (yearOfEra >> 2) - ((yearOfEra / 100) | 0));
  const monthFromMarch = ((5 * dayOfYear + 2) / 153) | 0;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  const century = (year / 100) | 0;
  writeTwoDigits(out, at, century);
  writeTwoDigits(out, at + 2, year - century * 100);
  out.setUint8(at + 4, DASH);
  writeTwoDigits(out, at + 5, month);
  out.setUint8(at + 7, DASH);
  writeTwoDigits(out, at + 8, dayOfYear - (((153 * monthFromMarch + 2) / 5) | 0) + 1);
  out.setUint8(at + 10, LETTER_T);
}

function writeTimeOfDay(out: DataView, at: number, msOfDay: number): number {
  const seconds = (msOfDay / 1000) | 0;
  const ms = msOfDay - seconds * 1000;
  const minutes = (seconds / 60) | 0;
  const hours = (minutes / 60) | 0;
  const tenths = (ms / 100) | 0;
  writeTwoDigits(out, at, hours);
  out.setUint8(at + 2, COLON);
  writeTwoDigits(out, at + 3, minutes - hours * 60);
  out.setUint8(at + 5, COLON);
  writeTwoDigits(out, at + 6, seconds - minutes * 60);
  out.setUint8(at + 8, DOT);
  out.setUint8(at + 9, ZERO + tenths);
  writeTwoDigits(out, at + 10, ms - tenths * 100);
  out.setUint8(at + 12, LETTER_Z);
  return at + 13;
}
