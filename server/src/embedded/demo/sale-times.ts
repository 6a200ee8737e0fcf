import { DAY_MS, HOUR_MS } from '../../domain/limits.ts';
import type { SeededRandom } from './seeded-random.ts';
import { weightedChoice } from './weighted-choice.ts';

/** The shop's customers keep the hours of New York, so its nights are quiet from 05:00 to 11:00 UTC. */
const SHOP_OFFSET_MS = -5 * HOUR_MS;
const HOUR_WEIGHTS = [
  9, 5, 3, 2, 2, 3, 6, 11, 17, 23, 28, 31, 36, 33, 30, 30, 33, 38, 46, 58, 66, 62, 44, 22,
];
const WEEKDAY_WEIGHTS = [1.35, 0.9, 0.85, 0.88, 0.95, 1.1, 1.4];
/** Friday to Monday of the year's sale; where in the 100 days it lies is SALE_AT. */
const SALE_WEIGHTS = [4.4, 2.8, 2.2, 3.2];
const SALE_AT = 0.65;
const FRIDAY = 5;
const GROWTH = 0.25;
const DAILY_SWING = 0.15;

type Slot = { readonly start: number; readonly length: number };

/** When customers buy, in order: evenings, weekends, slow nights, a slow growth and one weekend of a great sale. */
export function saleTimes(
  random: SeededRandom,
  span: { start: number; until: number; payments: number },
): number[] {
  const slots: Slot[] = [];
  for (let start = span.start; start < span.until; start += HOUR_MS) {
    slots.push({ start, length: Math.min(HOUR_MS, span.until - start) });
  }
  const saleDay = fridayBefore(span.start + SALE_AT * (span.until - span.start));
  const moods = slots.map(() => 1 + DAILY_SWING * (2 * random.unit() - 1));
  const drawSlot = weightedChoice(slots, (slot, index) => {
    const progress = (slot.start - span.start) / (span.until - span.start);
    const mood = moods[Math.floor(index / 24)] as number;
    return slotWeight(slot, saleDay) * (1 + GROWTH * progress) * mood;
  });
  const times = Array.from({ length: span.payments }, () => {
    const { start, length } = drawSlot(random);
    return start + random.between(0, length - 1);
  });
  return times.sort((a, b) => a - b);
}

function slotWeight(slot: Slot, saleDay: number): number {
  const local = new Date(slot.start + SHOP_OFFSET_MS);
  const hour = HOUR_WEIGHTS[local.getUTCHours()] as number;
  const weekday = WEEKDAY_WEIGHTS[local.getUTCDay()] as number;
  const sale = SALE_WEIGHTS[localDay(slot.start) - saleDay] ?? 1;
  return hour * weekday * sale * (slot.length / HOUR_MS);
}

function fridayBefore(instant: number): number {
  const weekday = new Date(instant + SHOP_OFFSET_MS).getUTCDay();
  return localDay(instant) - ((weekday - FRIDAY + 7) % 7);
}

function localDay(instant: number): number {
  return Math.floor((instant + SHOP_OFFSET_MS) / DAY_MS);
}
