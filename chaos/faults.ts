import { blackHoleApi, blackHolePostgres, blackHoleS3 } from './faults/black-hole.ts';
import { clockJump } from './faults/clock-jump.ts';
import { diskFull } from './faults/disk-full.ts';
import type { ChaosFault } from './faults/fault.ts';
import { killApi, killWorker } from './faults/kill.ts';
import { pauseApi, pauseWorker } from './faults/pause.ts';
import { resetApi, resetPostgres, resetS3 } from './faults/reset.ts';
import { restartPostgres } from './faults/restart-postgres.ts';
import { errorsOfS3 } from './faults/server-errors.ts';
import { slowApi, slowPostgres, slowS3 } from './faults/slow-link.ts';

/** Every fault. Schedules depend on the order: add at the end. */
export const FAULTS: readonly ChaosFault[] = [
  killWorker,
  killApi,
  pauseWorker,
  pauseApi,
  restartPostgres,
  resetApi,
  resetPostgres,
  resetS3,
  blackHoleApi,
  blackHolePostgres,
  blackHoleS3,
  slowApi,
  slowPostgres,
  slowS3,
  errorsOfS3,
  diskFull,
  clockJump,
];
