/** `@daybook/client`. */
export { currencyDecimals, formatAmount } from './format-amount.ts';
