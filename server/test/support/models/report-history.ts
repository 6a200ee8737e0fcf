import { PassThrough } from 'node:stream';
import type { Format } from '../../../src/domain/format.ts';
import { DAY_MS } from '../../../src/domain/limits.ts';
import type { SeededRandom } from '../seeded-random.ts';
import {
  contentTypeOf,
  heldBy,
  type SweptWorld,
  type WorldAttempt,
  type WorldReport,
} from './swept-world.ts';
import type { TestClock } from '../test-clock.ts';

const FORMATS: readonly (readonly Format[])[] = [['CSV'], ['JSON'], ['CSV', 'JSON']];

/** A file that an attempt is storing, or has stored. */
type WorldFile = {
  attempt: WorldAttempt;
  key: string;
  body: PassThrough;
  put: Promise<unknown>;
  state: 'begun' | 'stored';
};

/** What has happened to some reports so far, as the model of what the storage has to hold. */
export type ReportHistory = {
  readonly world: SweptWorld;
  readonly clock: TestClock;
  readonly random: SeededRandom;
  readonly stores: readonly string[];
  readonly reports: WorldReport[];
  readonly attempts: WorldAttempt[];
  readonly files: WorldFile[];
  /** Uploads of workers that were killed. */
  readonly left: { attempt: WorldAttempt; key: string }[];
  /** Ends the uploads that still run. */
  readonly stopping: AbortController;
};

/** Ids of the reports that live, and what has to be in the storage, and nothing else once it is swept; sorted. */
export function neededNow({ reports, files, left, clock }: ReportHistory): {
  reports: string[];
  objects: string[];
  uploads: string[];
} {
  const isNeeded = ({ attempt, state }: WorldFile) =>
    state === 'stored' &&
    (isCurrent(attempt, clock) ||
      (attempt.report.status === 'SUCCEEDED' &&
        attempt.report.claim === attempt.claim &&
        attempt.report.expiresAt > clock()));
  const unended = [...files.filter(({ state }) => state === 'begun'), ...left];
  const keyOf = ({ key }: { key: string }) => key;
  return {
    reports: reports.filter(({ expiresAt }) => expiresAt > clock()).map(({ id }) => id).toSorted(), // prettier-ignore
    objects: files.filter(isNeeded).map(keyOf).toSorted(),
    uploads: unended.filter(({ attempt }) => isCurrent(attempt, clock)).map(keyOf).toSorted(), // prettier-ignore
  };
}

/** What can happen next; a step for which there is nothing does nothing. */
export const HISTORY_STEPS: Readonly<Record<string, (history: ReportHistory) => Promise<void>>> = {
  async create({ world, clock, random, stores, reports }) {
    const expiresAt = clock() + (1 + random.below(40)) * DAY_MS;
    reports.push(await world.newReport(random.pick(stores), expiresAt, random.pick(FORMATS)));
  },
  async take({ world, clock, random, reports, attempts }) {
    const open = reports.filter((report) => isUnfinished(report, clock) && report.attempts < 3);
    if (open.length > 0) attempts.push(await world.take(random.pick(open)));
  },
  beginUpload,
  async leaveUpload({ world, random, attempts, left }) {
    if (attempts.length === 0) return;
    const attempt = random.pick(attempts);
    const key = random.pick(attempt.keys);
    if (left.some((upload) => upload.key === key)) return;
    left.push({ attempt, key });
    await world.leaveUpload(key);
  },
  endUpload,
  async publish({ world, clock, random, attempts, files }) {
    const stored = new Set(files.filter(({ state }) => state === 'stored').map(({ key }) => key));
    const whole = attempts.filter(
      (attempt) => isCurrent(attempt, clock) && attempt.keys.every((key) => stored.has(key)),
    );
    if (whole.length > 0) await world.publish(random.pick(whole));
  },
  async end({ world, clock, random, reports }) {
    const open = reports.filter((report) => isUnfinished(report, clock));
    if (open.length === 0) return;
    const report = random.pick(open);
    const codes = report.status === 'PENDING' ? (['CANCELED'] as const) : (['CANCELED', 'INTERNAL'] as const);
    await world.fail(report, random.pick(codes));
  },
  async wait({ clock, random }) {
    clock.advance(random.below(6) * DAY_MS);
  },
};

/** By any attempt, also that of a worker which was overtaken and has not noticed. */
async function beginUpload({ world, random, attempts, files, stopping }: ReportHistory): Promise<void> {
  const attempt = attempts.length > 0 ? random.pick(attempts) : undefined;
  const key = attempt?.keys.find((each) => files.every((file) => file.key !== each));
  if (!attempt || key === undefined) return;
  const { storage } = world.context;
  const before = (await heldBy(storage)).uploads.length;
  const body = new PassThrough();
  const put = storage.put(key, body, { contentType: contentTypeOf(key), signal: stopping.signal });
  put.catch(() => undefined);
  body.write('half');
  while ((await heldBy(storage)).uploads.length === before);
  files.push({ attempt, key, body, put, state: 'begun' });
}

/** The upload of an attempt that still holds the report must succeed; another one may have been ended by a sweep. */
async function endUpload({ clock, random, files }: ReportHistory): Promise<void> {
  const begun = files.filter(({ state }) => state === 'begun');
  if (begun.length === 0) return;
  const file = random.pick(begun);
  file.body.end();
  try {
    await file.put;
    file.state = 'stored';
  } catch (error) {
    if (isCurrent(file.attempt, clock)) throw error;
    files.splice(files.indexOf(file), 1);
  }
}

function isUnfinished({ status, expiresAt }: WorldReport, clock: TestClock): boolean {
  return expiresAt > clock() && (status === 'PENDING' || status === 'PROCESSING');
}

function isCurrent({ report, claim }: WorldAttempt, clock: TestClock): boolean {
  return isUnfinished(report, clock) && report.claim === claim;
}
