import { Daybook } from '@daybook/client';

/** The client that the environment describes. */
export function connect(): Daybook {
  const { DAYBOOK_URL: baseUrl, DAYBOOK_STORE: storeId, DAYBOOK_TOKEN: token } = process.env;
  if (!baseUrl || !storeId || !token) throw new Error('Set DAYBOOK_URL, DAYBOOK_STORE and DAYBOOK_TOKEN.');
  return new Daybook({ baseUrl, storeId, token });
}
