/** How many a sweep removed of each kind; `leftAlone`: objects and uploads that are none of this database's. */
export type Swept = {
  reports: number;
  /** Of attempts that no report needs, or whose report is gone. */
  objects: number;
  uploads: number;
  leftAlone: number;
  requests: number;
  downloads: number;
  nonces: number;
  idempotencyKeys: number;
  webhookDeliveries: number;
  signInLinks: number;
  signInCounters: number;
  /** Without those that went with their session. */
  refreshTokens: number;
  sessions: number;
};

export function sweptNothing(): Swept {
  return {
    ...{ reports: 0, objects: 0, uploads: 0, leftAlone: 0 },
    ...{ requests: 0, downloads: 0, nonces: 0, idempotencyKeys: 0, webhookDeliveries: 0 },
    ...{ signInLinks: 0, signInCounters: 0, refreshTokens: 0, sessions: 0 },
  };
}
