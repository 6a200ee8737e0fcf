// Made by "npm run client:code"; not to be edited.

/**
 * What the cells of each column hold: `guarded` is text to which the formula guard applies, `json` a nested value to
 * which it applies too.
 */
export const REPORT_COLUMNS = {
  PAYMENT_ACTIVITY: {
    created_at: 'text',
    completed_at: 'text',
    payment_id: 'text',
    order_id: 'text',
    order_number: 'guarded',
    status: 'text',
    currency: 'text',
    intended_amount: 'integer',
    discount_amount: 'integer',
    tax_amount: 'integer',
    platform_fee_amount: 'integer',
    processing_fee_amount: 'integer',
    total_amount: 'integer',
    settled_amount: 'integer',
    presentment_currency: 'text',
    presentment_amount: 'integer',
    exchange_rate: 'text',
    psp_reference: 'text',
    coupon_code: 'guarded',
    customer_id: 'text',
    customer_email: 'guarded',
    customer_name: 'guarded',
    customer_country: 'text',
    customer_ip: 'text',
    'order.metadata': 'json',
    payment_method: 'text',
    card_brand: 'text',
    card_last_four: 'text',
  },
  PAYOUT_RECONCILIATION: {
    created_at: 'text',
    completed_at: 'text',
    payout_id: 'text',
    status: 'text',
    currency: 'text',
    amount: 'integer',
    fee_amount: 'integer',
    net_amount: 'integer',
    psp_reference: 'text',
    risk_score: 'integer',
    bank_account_id: 'text',
    bank_name: 'guarded',
    bank_account_last_four: 'text',
    bank_country: 'text',
    failure_reason: 'guarded',
    first_ledger_sequence: 'integer',
    last_ledger_sequence: 'integer',
    payments_amount: 'integer',
    refunds_amount: 'integer',
    disputes_amount: 'integer',
    adjustments_amount: 'integer',
    balance_before: 'integer',
    balance_after: 'integer',
  },
  BALANCE_LEDGER: {
    store_id: 'text',
    sequence: 'integer',
    entry_id: 'text',
    type: 'text',
    amount: 'integer',
    currency: 'text',
    running_balance: 'integer',
    order_id: 'text',
    payment_id: 'text',
    refund_id: 'text',
    dispute_id: 'text',
    payout_id: 'text',
    adjustment_id: 'text',
    created_at: 'text',
    note: 'text',
    previous_hash: 'text',
    hash: 'text',
  },
  REFUNDS_DISPUTES: {
    created_at: 'text',
    resolved_at: 'text',
    kind: 'text',
    id: 'text',
    payment_id: 'text',
    order_id: 'text',
    order_number: 'guarded',
    status: 'text',
    reason: 'text',
    currency: 'text',
    amount: 'integer',
    fee_amount: 'integer',
    balance_impact: 'integer',
    customer_id: 'text',
    customer_email: 'guarded',
  },
} as const;

/** A row of each report type: amounts in minor units, instants as `2026-04-01T00:00:00.000Z`, decimals as text. */
export type ReportRows = {
  PAYMENT_ACTIVITY: {
    readonly created_at: string | null;
    readonly completed_at: string | null;
    readonly payment_id: string | null;
    readonly order_id: string | null;
    readonly order_number: string | null;
    readonly status: string | null;
    readonly currency: string | null;
    readonly intended_amount: number | null;
    readonly discount_amount: number | null;
    readonly tax_amount: number | null;
    readonly platform_fee_amount: number | null;
    readonly processing_fee_amount: number | null;
    readonly total_amount: number | null;
    readonly settled_amount: number | null;
    readonly presentment_currency: string | null;
    readonly presentment_amount: number | null;
    readonly exchange_rate: string | null;
    readonly psp_reference: string | null;
    readonly coupon_code: string | null;
    readonly customer_id: string | null;
    readonly customer_email: string | null;
    readonly customer_name: string | null;
    readonly customer_country: string | null;
    readonly customer_ip: string | null;
    readonly 'order.metadata': unknown;
    readonly payment_method: string | null;
    readonly card_brand: string | null;
    readonly card_last_four: string | null;
  };
  PAYOUT_RECONCILIATION: {
    readonly created_at: string | null;
    readonly completed_at: string | null;
    readonly payout_id: string | null;
    readonly status: string | null;
    readonly currency: string | null;
    readonly amount: number | null;
    readonly fee_amount: number | null;
    readonly net_amount: number | null;
    readonly psp_reference: string | null;
    readonly risk_score: number | null;
    readonly bank_account_id: string | null;
    readonly bank_name: string | null;
    readonly bank_account_last_four: string | null;
    readonly bank_country: string | null;
    readonly failure_reason: string | null;
    readonly first_ledger_sequence: number | null;
    readonly last_ledger_sequence: number | null;
    readonly payments_amount: number | null;
    readonly refunds_amount: number | null;
    readonly disputes_amount: number | null;
    readonly adjustments_amount: number | null;
    readonly balance_before: number | null;
    readonly balance_after: number | null;
  };
  BALANCE_LEDGER: {
    readonly store_id: string | null;
    readonly sequence: number | null;
    readonly entry_id: string | null;
    readonly type: string | null;
    readonly amount: number | null;
    readonly currency: string | null;
    readonly running_balance: number | null;
    readonly order_id: string | null;
    readonly payment_id: string | null;
    readonly refund_id: string | null;
    readonly dispute_id: string | null;
    readonly payout_id: string | null;
    readonly adjustment_id: string | null;
    readonly created_at: string | null;
    readonly note: string | null;
    readonly previous_hash: string | null;
    readonly hash: string | null;
  };
  REFUNDS_DISPUTES: {
    readonly created_at: string | null;
    readonly resolved_at: string | null;
    readonly kind: string | null;
    readonly id: string | null;
    readonly payment_id: string | null;
    readonly order_id: string | null;
    readonly order_number: string | null;
    readonly status: string | null;
    readonly reason: string | null;
    readonly currency: string | null;
    readonly amount: number | null;
    readonly fee_amount: number | null;
    readonly balance_impact: number | null;
    readonly customer_id: string | null;
    readonly customer_email: string | null;
  };
};
