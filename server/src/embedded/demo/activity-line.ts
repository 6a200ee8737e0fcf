import type { PaymentStatus } from '../../domain/payment-state.ts';

/** One line of activity, the whole current state of one thing; its fields are the table of `docs/platform.md`. */
export type ActivityLine = PaymentLine | RefundLine | DisputeLine | PayoutLine | AdjustmentLine;

export type PaymentLine = {
  object: 'payment';
  id: string;
  orderId: string;
  orderNumber: string;
  status: PaymentStatus;
  currency: string;
  intendedAmount: number;
  totalAmount: number;
  createdAt: string;
  completedAt?: string;
  discountAmount?: number;
  taxAmount?: number;
  platformFeeAmount?: number;
  processingFeeAmount?: number;
  settledAmount?: number;
  presentmentCurrency?: string;
  presentmentAmount?: number;
  exchangeRate?: string;
  pspReference?: string;
  couponCode?: string;
  customer?: { id: string; email: string; name: string; country: string; ip: string };
  metadata?: Record<string, unknown>;
  paymentMethod?: string;
  cardBrand?: string;
  cardLastFour?: string;
};

export type RefundLine = {
  object: 'refund';
  id: string;
  paymentId: string;
  status: 'PROCESSING' | 'COMPLETED' | 'FAILED';
  amount: number;
  createdAt: string;
  resolvedAt?: string;
  reason?: string;
  mode?: 'INSTANT' | 'ASYNC' | 'EXTERNAL';
};

export type DisputeLine = {
  object: 'dispute';
  id: string;
  paymentId: string;
  status: 'AWAITING_REVIEW' | 'UNDER_REVIEW' | 'WON' | 'LOST' | 'PREVENTED';
  amount: number;
  feeAmount: number;
  reason: string;
  createdAt: string;
  resolvedAt?: string;
};

export type PayoutLine = {
  object: 'payout';
  id: string;
  status: 'PENDING' | 'PROCESSING' | 'COMPLETED' | 'FAILED' | 'REJECTED' | 'RETURNED';
  amount: number;
  feeAmount: number;
  currency: string;
  createdAt: string;
  completedAt?: string;
  resolvedAt?: string;
  pspReference?: string;
  riskScore?: number;
  bankAccount?: { id: string; bankName: string; lastFour: string; country: string };
  failureReason?: string;
};

export type AdjustmentLine = {
  object: 'adjustment';
  id: string;
  amount: number;
  note: string;
  createdAt: string;
};
