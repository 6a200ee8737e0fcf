import type { SeededRandom } from './seeded-random.ts';
import { weightedChoice } from './weighted-choice.ts';

export type DemoArticle = {
  readonly sku: string;
  readonly title: string;
  readonly cents: number;
  readonly weight: number;
};

/** What is bought together; prices in US cents. */
export type DemoBasket = {
  readonly items: readonly { article: DemoArticle; quantity: number }[];
  readonly cents: number;
};

const ARTICLES: readonly DemoArticle[] = [
  { sku: 'NB-A5-DOT', title: 'Dotted notebook, A5', cents: 1_490, weight: 20 },
  { sku: 'NB-A6-PL', title: 'Pocket notebook “Tide”', cents: 790, weight: 18 },
  { sku: 'DB-2026', title: 'Daybook 2026, cloth', cents: 3_450, weight: 14 },
  { sku: 'PN-FTN-M', title: 'Fountain pen, M nib', cents: 5_900, weight: 6 },
  { sku: 'PN-LTD-24K', title: 'Fountain pen, gold nib (limited)', cents: 48_000, weight: 0.4 },
  { sku: 'IK-50-BLU', title: 'Ink “Prussian Blue”, 50 ml', cents: 1_250, weight: 10 },
  { sku: 'PC-12', title: 'Pencils HB, 12"', cents: 960, weight: 11 },
  { sku: 'LP-DSK', title: 'Desk lamp', cents: 8_990, weight: 2 },
  { sku: 'BG-CNV', title: 'Canvas bag', cents: 2_800, weight: 6 },
  { sku: 'WS-90', title: 'Washi tape, 3 × 10 m', cents: 640, weight: 12 },
  { sku: 'CR-GIFT', title: 'Greeting card', cents: 350, weight: 13 },
  { sku: 'ST-1', title: 'Single sticker', cents: 25, weight: 1.2 },
];

const SIZES = [1, 1, 1, 1, 2, 2, 3, 4];
const SHIPPING_CENTS = [0, 390, 490, 690, 1_290];
/** Below this nothing is sent by parcel: stickers go by letter, for nothing. */
const SHIPPING_FROM_CENTS = 300;

const drawArticle = weightedChoice(ARTICLES, (article) => article.weight);

export function demoBasket(random: SeededRandom): DemoBasket {
  const articles = new Set(Array.from({ length: random.pick(SIZES) }, () => drawArticle(random)));
  const items = [...articles].map((article) => ({
    article,
    quantity: random.chance(0.85) ? 1 : random.between(2, 5),
  }));
  const goods = items.reduce((sum, { article, quantity }) => sum + article.cents * quantity, 0);
  return { items, cents: goods + (goods < SHIPPING_FROM_CENTS ? 0 : random.pick(SHIPPING_CENTS)) };
}
