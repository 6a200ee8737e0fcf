import { everyReportEnds } from './check/every-report-ends.ts';
import { filesAreRight } from './check/files-are-right.ts';
import { liveLimit } from './check/live-limit.ts';
import { nothingIsLeft } from './check/nothing-is-left.ts';
import { oneEnd } from './check/one-end.ts';
import { processesGoOn } from './check/processes-go-on.ts';
import { queuedOnce } from './check/queued-once.ts';
import { sameRows } from './check/same-rows.ts';
import { silentLogs } from './check/silent-logs.ts';
import type { Check } from './evidence.ts';

/** Every invariant. */
export const CHECKS: readonly Check[] = [
  everyReportEnds,
  filesAreRight,
  liveLimit,
  oneEnd,
  queuedOnce,
  sameRows,
  nothingIsLeft,
  processesGoOn,
  silentLogs,
];
