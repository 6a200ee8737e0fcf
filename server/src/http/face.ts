import type { AppParts } from './app.ts';

/** What differs where the routes of a store are reached by programs and by people. */
export type Face = {
  readonly security: readonly Record<string, readonly string[]>[];
  /** People open files in spreadsheets, programs read them as they are. */
  readonly formulaGuardDefault: boolean;
};

/** What a group of routes is registered with. */
export type FaceParts = AppParts & { readonly face: Face };

/** `/v2/core/stores/:storeId`, with a store token. */
export const STORE_API: Face = { security: [{ storeToken: [] }], formulaGuardDefault: false };

/** `/v2/stores/:storeId`, with a session. */
export const DASHBOARD_API: Face = { security: [{ session: [] }], formulaGuardDefault: true };
