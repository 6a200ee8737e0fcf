import type { Report } from '../../db/reports.ts';
import type { Caller } from '../../domain/caller.ts';
import { isTerminal } from '../../domain/report-state.ts';
import type { VerbContext } from '../context.ts';
import { getReport } from './get.ts';

/** Like `getReport`, but holds the answer until the report has ended, `seconds` have passed, or `signal` fires. */
export async function waitForReport(
  context: VerbContext,
  caller: Caller,
  input: { storeId: string; reportId: string; seconds: number; signal: AbortSignal },
): Promise<Report> {
  using ended = context.endedReports.watch(input.reportId, input.seconds, input.signal);
  const report = await getReport(context, caller, input);
  if (isTerminal(report.status)) return report;
  await ended.promise;
  return await getReport(context, caller, input);
}
