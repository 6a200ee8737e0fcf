import { newId } from '../../domain/id.ts';
import { DAY_MS } from '../../domain/limits.ts';
import type { PaymentLine } from './activity-line.ts';
import { DEMO_MARKETS, type DemoMarket } from './demo-markets.ts';
import { DEMO_NAMES, type DemoNames } from './demo-names.ts';
import { NASTY_MAILBOXES, NASTY_NAMES } from './nasty-texts.ts';
import type { SeededRandom } from './seeded-random.ts';
import { weightedChoice } from './weighted-choice.ts';

export type DemoCustomer = {
  readonly details: NonNullable<PaymentLine['customer']>;
  readonly market: DemoMarket;
  /** Most people pay the same way each time. */
  readonly method: string;
  readonly cardBrand: string;
  readonly cardLastFour: string;
};

const CUSTOMERS_PER_PAYMENT = 0.4;
/** Zipf's law with a gentle head: the best customer comes often, but is no tenth of the turnover. */
const RANK_SHIFT = 12;
const RANK_POWER = 0.9;
const OLDEST_DAYS = 700;
/** The nasty ones stand among the middling customers, one every so many ranks: each is seen, none sets the tone. */
const NASTY_FROM = 150;
const NASTY_EVERY = 5;
const EMOJI_SHARE = 0.006;
const EMOJI = ['🌊', '✨', '🦊', '📚', '❤️', '🧑‍🚀'];
const DOMAINS = ['example.com', 'example.org', 'example.net'];
const HANDLES = ['paper', 'ink', 'reader', 'pencil', 'atlas', 'river', 'studio', 'moon', 'tide', 'folio'];
const CARD_BRANDS = [
  'visa',
  'visa',
  'visa',
  'mastercard',
  'mastercard',
  'amex',
  'discover',
  'jcb',
  'unionpay',
];
/** The documentation networks of RFC 5737; RFC 3849's 2001:db8::/32 is the one for version 6. */
const NETWORKS = ['192.0.2', '198.51.100', '203.0.113'];

/** The shop's customers, and the drawing of the one who buys next: few come often, most come once or twice. */
export function demoCustomers(
  random: SeededRandom,
  options: { start: number; payments: number },
): (random: SeededRandom) => DemoCustomer {
  const drawMarket = weightedChoice(DEMO_MARKETS, (market) => market.weight);
  const count = Math.max(10, Math.ceil(options.payments * CUSTOMERS_PER_PAYMENT));
  const customers = Array.from({ length: count }, (_, rank) => {
    const id = newId('cus', options.start - random.between(1, OLDEST_DAYS * DAY_MS), random.bytes);
    return createCustomer(random, id, drawMarket(random), (rank - NASTY_FROM) / NASTY_EVERY);
  });
  return weightedChoice(customers, (_, rank) => (rank + RANK_SHIFT) ** -RANK_POWER);
}

function createCustomer(random: SeededRandom, id: string, market: DemoMarket, nasty: number): DemoCustomer {
  const name = NASTY_NAMES[nasty] ?? ordinaryName(random, market);
  const mailbox = NASTY_MAILBOXES[nasty] ?? ordinaryMailbox(random, name);
  const email = `${mailbox}@${random.pick(DOMAINS)}`;
  return {
    details: { id, email, name, country: market.country, ip: address(random) },
    market,
    method: pickMethod(random, market.methods),
    cardBrand: random.pick(CARD_BRANDS),
    cardLastFour: String(random.between(0, 9_999)).padStart(4, '0'),
  };
}

function ordinaryName(random: SeededRandom, market: DemoMarket): string {
  const names: DemoNames = DEMO_NAMES[random.pick(market.scripts)];
  const given = random.pick(names.given);
  const family = random.pick(names.family);
  const name = names.familyFirst ? family + names.between + given : given + names.between + family;
  return random.chance(EMOJI_SHARE) ? `${name} ${random.pick(EMOJI)}` : name;
}

function ordinaryMailbox(random: SeededRandom, name: string): string {
  const latin = name
    .normalize('NFD')
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replaceAll(/[^a-z]/g, ''))
    .filter((word) => word.length > 1);
  const words = latin.length > 1 ? latin.slice(0, 2) : [random.pick(HANDLES), random.pick(HANDLES)];
  return `${words.join('.').slice(0, 40)}${random.between(1, 9_999)}`;
}

function address(random: SeededRandom): string {
  if (random.chance(0.75)) return `${random.pick(NETWORKS)}.${random.between(1, 254)}`;
  const group = () => random.between(1, 0xffff).toString(16);
  return `2001:db8:${group()}:${group()}::${group()}`;
}

/** Each method is used twice as often as the next. */
function pickMethod(random: SeededRandom, methods: readonly string[]): string {
  return methods.find(() => random.chance(0.6)) ?? (methods[0] as string);
}
