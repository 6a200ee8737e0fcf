import type { Report } from '@daybook/client';

/** What a person brought, as its bytes say, whatever it is called. */
export type Dropped = { readonly file: File } & (
  | { readonly kind: 'REPORT'; readonly format: 'CSV' | 'JSON'; readonly type: Report['type'] | null }
  | { readonly kind: 'MANIFEST'; readonly document: unknown }
  | { readonly kind: 'HEAD'; readonly document: unknown }
  | { readonly kind: 'KEYS'; readonly document: unknown }
  | { readonly kind: 'KEY'; readonly pem: string }
  | { readonly kind: 'UNKNOWN'; readonly why: string }
);

export type DroppedReport = Extract<Dropped, { kind: 'REPORT' }>;
