import { Daybook, type DaybookOptions } from '@daybook/client';
import { createToken } from '../../server/src/verbs/tokens/create.ts';
import type { TestDaybook, TestStore } from '../../server/test/support/daybook.ts';

/** A client of the store with its bearer token, or what the test wants otherwise. */
export function clientOf(
  daybook: { baseUrl: string },
  store: TestStore,
  other: Partial<DaybookOptions> = {},
): Daybook {
  return new Daybook({
    baseUrl: daybook.baseUrl,
    storeId: store.storeId,
    ...('hmac' in other || 'session' in other || 'operatorKey' in other ? {} : { token: store.secret }),
    ...other,
  } as DaybookOptions);
}

/** An HMAC token of the store: what `hmac` takes. */
export async function hmacToken(
  daybook: TestDaybook,
  store: TestStore,
  requireV2: boolean,
): Promise<{ tokenId: string; secret: string }> {
  const { id, secret } = await createToken(daybook.context, { kind: 'operator' }, {
    storeId: store.storeId,
    name: 'client test',
    permissions: ['REPORTS_READ', 'REPORTS_WRITE', 'PAYOUTS_READ'],
    mode: 'HMAC',
    requireV2,
  }); // prettier-ignore
  return { tokenId: id, secret };
}
