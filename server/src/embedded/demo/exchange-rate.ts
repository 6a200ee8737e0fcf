import { currencyDecimals } from '../../domain/currency.ts';
import { DAY_MS } from '../../domain/limits.ts';

/** What one unit costs in US dollars, roughly. */
const DOLLARS: Readonly<Record<string, number>> = {
  USD: 1, EUR: 1.09, GBP: 1.27, CAD: 0.73, PLN: 0.25, CZK: 0.043, UAH: 0.0242, ILS: 0.27, KWD: 3.25, AED: 0.2723,
  INR: 0.01184, THB: 0.0283, CNY: 0.1385, JPY: 0.00668, KRW: 0.000731, BRL: 0.181,
}; // prettier-ignore

/** Digits after the point in which each rate is quoted; a trailing zero is part of the quote. */
const DIGITS: Readonly<Record<string, number>> = {
  EUR: 4, GBP: 5, CAD: 4, PLN: 5, CZK: 6, UAH: 6, ILS: 5, KWD: 5, AED: 4, INR: 7, THB: 6, CNY: 5, JPY: 8, KRW: 8, BRL: 5,
}; // prettier-ignore

const DIGITS_OTHERWISE = 6;
const SWING = 0.02;

/** That day's fixing, as digits: how much of `to` one unit of `from` buys. An unknown currency is worth a dollar. */
export function exchangeRate(from: string, to: string, at: number): string {
  const day = Math.floor(at / DAY_MS);
  const phase = from.charCodeAt(0) + 3 * from.charCodeAt(1);
  const drift = 1 + SWING * (0.8 * Math.sin(day / 19 + phase) + 0.2 * Math.sin(day * 1.7 + phase));
  const rate = ((DOLLARS[from] ?? 1) / (DOLLARS[to] ?? 1)) * drift;
  return rate.toFixed(DIGITS[from] ?? DIGITS_OTHERWISE);
}

/** An amount in smallest units of `from` as an amount in smallest units of `to`, to the nearest. */
export function convert(amount: number, from: string, to: string, rate: string): number {
  return Math.round(amount * Number(rate) * 10 ** (currencyDecimals(to) - currencyDecimals(from)));
}

/** US cents as the smallest unit of `to`, to the nearest: prices and fees are listed in dollars. */
export function fromCents(cents: number, to: string): number {
  return Math.round((cents / (DOLLARS[to] ?? 1)) * 10 ** (currencyDecimals(to) - 2));
}
