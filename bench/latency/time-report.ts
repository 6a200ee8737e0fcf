const APRIL = { start: Date.parse('2026-04-01T00:00:00Z'), end: Date.parse('2026-05-01T00:00:00Z') };
const WAIT_SECONDS = 30;

/** Where a report is asked for, and with which bearer secret. */
export type Access = { readonly baseUrl: string; readonly storeId: string; readonly secret: string };

/** One report, from POST to SUCCEEDED. */
export type ReportTimes = {
  readonly id: string;
  readonly rowCount: number;
  /** From sending POST to having read the answer that says SUCCEEDED. */
  readonly wholeMs: number;
  /** Until POST was answered. */
  readonly postMs: number;
  readonly pickUpMs: number;
  readonly workMs: number;
};

type Report = {
  readonly id: string;
  readonly status: string;
  readonly rowCount: number;
  readonly createdAt: string;
  readonly startedAt: string;
  readonly completedAt: string;
  readonly errorMessage: string | null;
};

/** Asks for a report of payments and waits for it with `?wait=`. The period in milliseconds since the epoch. */
export async function timeReport(
  access: Access,
  period: { readonly start: number; readonly end: number } = APRIL,
  formats: readonly string[] = ['CSV'],
): Promise<ReportTimes> {
  const start = performance.now();
  const [periodStart, periodEnd] = [period.start, period.end].map((at) => new Date(at).toISOString());
  let report = await call(access, '/reports', { type: 'PAYMENT_ACTIVITY', formats, periodStart, periodEnd });
  const postMs = performance.now() - start;
  while (report.status === 'PENDING' || report.status === 'PROCESSING') {
    report = await call(access, `/reports/${report.id}?wait=${WAIT_SECONDS}`);
  }
  const wholeMs = performance.now() - start;
  if (report.status !== 'SUCCEEDED')
    throw new Error(`The report is ${report.status}: ${report.errorMessage}`);
  const [created, started, completed] = [report.createdAt, report.startedAt, report.completedAt].map((time) =>
    Date.parse(time),
  ) as [number, number, number];
  return {
    id: report.id,
    rowCount: report.rowCount,
    wholeMs,
    postMs,
    pickUpMs: started - created,
    workMs: completed - started,
  };
}

async function call(access: Access, path: string, body?: object): Promise<Report> {
  const response = await fetch(`${access.baseUrl}/v2/core/stores/${access.storeId}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { Authorization: `Bearer ${access.secret}`, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer = (await response.json()) as { ok: boolean; data: Report; error?: string };
  if (!answer.ok) throw new Error(answer.error);
  return answer.data;
}
