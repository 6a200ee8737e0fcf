import { formatInstant } from '../../domain/instant.ts';
import type { PaymentLine } from './activity-line.ts';

/** Two percent and ten cents go to the platform, 2.9 percent and thirty cents to the card networks. */
const PLATFORM_FEE = { permille: 20, fixed: 10 };
const PROCESSING_FEE = { permille: 29, fixed: 30 };

export type CompletedPayment = PaymentLine & { settledAmount: number; completedAt: string };

/** The payment once its money has come in; of a tiny sale the fees take more than all. */
export function completePayment(payment: PaymentLine, completedAt: number): CompletedPayment {
  const platformFeeAmount = fee(payment.totalAmount, PLATFORM_FEE);
  const processingFeeAmount = fee(payment.totalAmount, PROCESSING_FEE);
  return {
    ...payment,
    status: 'COMPLETED',
    completedAt: formatInstant(completedAt),
    platformFeeAmount,
    processingFeeAmount,
    settledAmount: payment.totalAmount - platformFeeAmount - processingFeeAmount,
  };
}

function fee(total: number, { permille, fixed }: { permille: number; fixed: number }): number {
  return Math.round((total * permille) / 1_000) + fixed;
}
