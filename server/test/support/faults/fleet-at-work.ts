import { startDaybook, type TestDaybook } from '../daybook.ts';
import { prepareReportWork, type ReportWork } from '../report-work.ts';
import { endProcesses } from '../servers/start-process.ts';
import { openWorkerFleet, type WorkerFleet } from './worker-fleet.ts';

/** A Daybook without a worker of its own, a fleet that has none yet, and a store with work for it. */
export type FleetAtWork = {
  readonly daybook: TestDaybook;
  readonly fleet: WorkerFleet;
  readonly work: ReportWork;
  close(): Promise<void>;
};

export async function openFleetAtWork(payments: number): Promise<FleetAtWork> {
  const daybook = await startDaybook({ working: false });
  const fleet = await openWorkerFleet(daybook);
  const work = await prepareReportWork(daybook, payments);
  return {
    daybook,
    fleet,
    work,
    async close() {
      await fleet.close();
      await endProcesses();
      await daybook.stop();
    },
  };
}
