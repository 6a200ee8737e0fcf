import { newId } from '../../domain/id.ts';
import { formatInstant } from '../../domain/instant.ts';
import type { PaymentLine } from './activity-line.ts';
import { demoBasket } from './demo-basket.ts';
import type { DemoCustomer } from './demo-customers.ts';
import { demoMetadata } from './demo-metadata.ts';
import { convert, exchangeRate, fromCents } from './exchange-rate.ts';
import { NASTY_COUPONS } from './nasty-texts.ts';
import type { SeededRandom } from './seeded-random.ts';

const GUEST_SHARE = 0.03;
const COUPON_SHARE = 0.18;
const NASTY_COUPON_SHARE = 0.04;
const COUPONS: readonly { code: string; percent: number }[] = [
  { code: 'WELCOME10', percent: 10 },
  { code: 'TIDE15', percent: 15 },
  { code: 'NEWSLETTER-5', percent: 5 },
  { code: 'FRIDAY30', percent: 30 },
  { code: 'Grüße20', percent: 20 },
];
const NASTY_COUPON_PERCENT = 10;
const CARD_METHODS = ['card', 'apple_pay', 'google_pay'];
/** Prefixes of the processors' own references; the long plain numbers are those that spreadsheets round. */
const PSP_PREFIXES = ['ch_', 'pi_', 'PSP-', '8835', '0000'];

/** A payment as it is on the day it is made: nothing settled yet. `nth` numbers the payments of the store. */
export function demoPayment(
  random: SeededRandom,
  customer: DemoCustomer,
  sale: { createdAt: number; currency: string; nth: number },
): PaymentLine {
  const basket = demoBasket(random);
  const coupon = random.chance(COUPON_SHARE) ? pickCoupon(random, sale.nth) : undefined;
  const metadata = demoMetadata(random, basket);
  const card = CARD_METHODS.includes(customer.method);
  return {
    object: 'payment',
    id: newId('pmt', sale.createdAt, random.bytes),
    orderId: newId('ord', sale.createdAt - random.between(1_000, 600_000), random.bytes),
    orderNumber: `cs_${characters(random, 16)}`,
    status: 'PENDING',
    ...amounts(basket.cents, coupon?.percent ?? 0, customer, sale),
    createdAt: formatInstant(sale.createdAt),
    ...(coupon && { couponCode: coupon.code }),
    pspReference: random.pick(PSP_PREFIXES) + characters(random, 14, '0123456789'),
    ...(!random.chance(GUEST_SHARE) && { customer: customer.details }),
    ...(metadata && { metadata }),
    paymentMethod: customer.method,
    ...(card && { cardBrand: customer.cardBrand, cardLastFour: customer.cardLastFour }),
  };
}

/** Which of the nasty coupons goes round by the payment's number, so that each of them is seen. */
function pickCoupon(random: SeededRandom, nth: number): { code: string; percent: number } {
  if (!random.chance(NASTY_COUPON_SHARE)) return random.pick(COUPONS);
  return { code: NASTY_COUPONS[nth % NASTY_COUPONS.length] as string, percent: NASTY_COUPON_PERCENT };
}

/** What the customer pays is round in the customer's own currency; all else follows from it. */
function amounts(
  cents: number,
  discountPercent: number,
  { market }: DemoCustomer,
  { createdAt, currency }: { createdAt: number; currency: string },
) {
  const goods = fromCents(cents, currency);
  const discountAmount = Math.round((goods * discountPercent) / 100);
  const price = fromCents(cents * (1 - discountPercent / 100) * (1 + market.taxRate), market.currency);
  const presentmentAmount = Math.max(
    market.priceStep,
    Math.round(price / market.priceStep) * market.priceStep,
  );
  const foreign = market.currency !== currency;
  const rate = exchangeRate(market.currency, currency, createdAt);
  const totalAmount = foreign
    ? Math.max(1, convert(presentmentAmount, market.currency, currency, rate))
    : presentmentAmount;
  const taxAmount = totalAmount - Math.round(totalAmount / (1 + market.taxRate));
  return {
    currency,
    intendedAmount: totalAmount - taxAmount + discountAmount,
    ...(discountAmount > 0 && { discountAmount }),
    taxAmount,
    totalAmount,
    presentmentCurrency: market.currency,
    presentmentAmount,
    ...(foreign && { exchangeRate: rate }),
  };
}

function characters(random: SeededRandom, count: number, of = '0123456789abcdefghjkmnpqrstvwxyz'): string {
  let text = '';
  for (let i = 0; i < count; i += 1) text += of.charAt(random.between(0, of.length - 1));
  return text;
}
