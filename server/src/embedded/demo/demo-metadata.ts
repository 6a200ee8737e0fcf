import type { DemoBasket } from './demo-basket.ts';
import { GIFT_NOTES } from './nasty-texts.ts';
import type { SeededRandom } from './seeded-random.ts';

const METADATA_SHARE = 0.34;
/** The few whose plug-in writes a log into the metadata, close to the limit of 8 KiB. */
const HUGE_SHARE = 0.002;
const HUGE_LINES = 190;
const CAMPAIGNS = [
  'autumn-letters',
  'back-to-school',
  'newsletter_42',
  'été “papier”',
  'ads/search?q=pen&src=x',
  '冬のセール',
];
const CARRIERS = ['post', 'dhl', 'gls', 'ups'];

/** What the shop's plug-ins note about a third of the orders; nothing for the others. */
export function demoMetadata(random: SeededRandom, basket: DemoBasket): Record<string, unknown> | undefined {
  if (!random.chance(METADATA_SHARE)) return undefined;
  if (random.chance(HUGE_SHARE)) return { source: 'pos', log: hugeLog(random) };
  const kinds = [campaign, items, shipping, gift];
  return Object.assign(
    {},
    ...kinds.filter(() => random.chance(0.4)).map((kind) => kind(random, basket)),
  ) as Record<string, unknown>;
}

function campaign(random: SeededRandom): Record<string, unknown> {
  return {
    campaign: random.pick(CAMPAIGNS),
    variant: random.pick(['A', 'B', null]),
    firstVisit: random.chance(0.3),
  };
}

function items(_: SeededRandom, basket: DemoBasket): Record<string, unknown> {
  return {
    items: basket.items.map(({ article, quantity }) => ({
      sku: article.sku,
      title: article.title,
      quantity,
      price: article.cents / 100,
    })),
  };
}

function shipping(random: SeededRandom): Record<string, unknown> {
  const parcel = {
    carrier: random.pick(CARRIERS),
    grams: random.between(20, 4_000),
    tracked: random.chance(0.7),
  };
  return {
    shipping: {
      parcel,
      pickup: random.chance(0.1) ? { point: `#${random.between(1, 900)}`, hours: [9, 18] } : {},
    },
  };
}

function gift(random: SeededRandom): Record<string, unknown> {
  return { gift: true, giftNote: random.pick(GIFT_NOTES) };
}

function hugeLog(random: SeededRandom): string[] {
  return Array.from(
    { length: HUGE_LINES },
    (_, line) => `${line}: scanned shelf ${random.between(100, 999)}, "ok", next`,
  );
}
