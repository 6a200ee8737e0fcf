import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { everyReportEnds } from './check/every-report-ends.ts';
import { filesAreRight } from './check/files-are-right.ts';
import { liveLimit } from './check/live-limit.ts';
import { nothingIsLeft } from './check/nothing-is-left.ts';
import { oneEnd } from './check/one-end.ts';
import { processesGoOn } from './check/processes-go-on.ts';
import { queuedOnce } from './check/queued-once.ts';
import { sameRows } from './check/same-rows.ts';
import { silentLogs } from './check/silent-logs.ts';
import { CHECKS } from './checks.ts';
import { compareFiles } from './compare-files.ts';
import type { Check, EndReport, Evidence } from './evidence.ts';
import type { HistoryEvent, RecordedEvent } from './history.ts';
import { recoveryTimes } from './recovery-times.ts';
import type { ReportChange } from './report-changes.ts';

const RIGHT: EndReport = { id: 'r1', storeId: 's1', type: 'PAYMENT_ACTIVITY', status: 'SUCCEEDED', attempts: 1, rowCount: 150, asOf: 50_000 }; // prettier-ignore
const OBJECT = { sizeBytes: 10, sha256: 'aa', rows: 150 };
const FILES = ['CSV', 'JSON'].map((format) => ({ reportId: 'r1', format, objectKey: `k.${format}`, sizeBytes: 10, sha256: 'aa' })); // prettier-ignore
const SEEN = { kind: 'seen', reportId: 'r1', attempts: 1, errorCode: null } as const;

function change(status: string, fields: Partial<ReportChange> = {}): ReportChange {
  return { reportId: 'r1', storeId: 's1', status, attempts: 1, claim: 'c1', worker: 7, errorCode: null, completedAt: null, committedAt: 1_000, ...fields }; // prettier-ignore
}

function at(time: number, event: HistoryEvent): RecordedEvent {
  return { at: time, ...event };
}

/** A campaign of one report in which all went well. */
const GOOD: Evidence = {
  history: [
    at(1, { kind: 'posted', key: 'a', storeId: 's1' }),
    at(2, { kind: 'created', key: 'a', storeId: 's1', reportId: 'r1' }),
    at(10, { ...SEEN, sentAt: 5, status: 'PROCESSING', completedAt: null }),
    at(30, { ...SEEN, sentAt: 20, status: 'SUCCEEDED', completedAt: 'then' }),
    at(40, { kind: 'downloaded', reportId: 'r1', format: 'CSV', sizeBytes: 10, sha256: 'aa' }),
    at(50, { kind: 'compared', reportId: 'r1', difference: null }),
    at(60, { kind: 'stopped', member: 'api-1', how: '0' }),
  ],
  changes: [change('PENDING', { attempts: 0 }), change('PROCESSING'), change('SUCCEEDED', { committedAt: 2_000 })], // prettier-ignore
  reports: [RIGHT],
  files: FILES,
  objects: new Map([
    ['k.CSV', OBJECT],
    ['k.JSON', OBJECT],
  ]),
  batches: [
    { storeId: 's1', type: 'PAYMENT_ACTIVITY', rows: 100, committedAt: 1_000 },
    { storeId: 's1', type: 'PAYMENT_ACTIVITY', rows: 50, committedAt: 40_000 },
    { storeId: 's1', type: 'PAYMENT_ACTIVITY', rows: 50, committedAt: 60_000 },
  ],
  keysAfterSweep: ['k.CSV', 'k.JSON'],
  uploadsAfterSweep: [],
  leftAfterExpiry: [],
  leaks: [],
};
const and = (...events: HistoryEvent[]) => ({ history: [...GOOD.history, ...events.map((event) => at(100, event))] }); // prettier-ignore

/** What is planted, and what the check has to say of it. */
const PLANTED: readonly (readonly [what: string, check: Check, wrong: Partial<Evidence>, says: RegExp])[] = [
  ['a report that is lost', everyReportEnds, { reports: [] }, /r1 was answered and is gone/],
  ['a report that hangs', everyReportEnds, { reports: [{ ...RIGHT, status: 'PROCESSING' }] }, /still PROCESSING/], // prettier-ignore
  ['a fourth attempt', everyReportEnds, { reports: [{ ...RIGHT, attempts: 4 }] }, /4 attempts/],
  ['a missing file', filesAreRight, { files: FILES.slice(1) }, /has the files \[JSON\]/],
  ['a missing object', filesAreRight, { objects: new Map([['k.CSV', OBJECT]]) }, /no object k\.JSON/],
  ['other bytes', filesAreRight, withCsv({ ...OBJECT, sha256: 'bb' }), /another digest/],
  ['another size', filesAreRight, withCsv({ ...OBJECT, sizeBytes: 11 }), /10 bytes said, 11 stored/],
  ['a row too few in a file', filesAreRight, withCsv({ ...OBJECT, rows: 149 }), /150 rows said, 149 stored/],
  ['a torn batch', filesAreRight, { reports: [{ ...RIGHT, rowCount: 149 }] }, /there were 150/],
  [
    'rows from after the snapshot',
    filesAreRight,
    { reports: [{ ...RIGHT, rowCount: 200 }] },
    /there were 150/,
  ],
  ['a failed report with files', filesAreRight, { reports: [{ ...RIGHT, status: 'FAILED' }] }, /FAILED and has a CSV/], // prettier-ignore
  ['a download of other bytes', filesAreRight, and({ kind: 'downloaded', reportId: 'r1', format: 'JSON', sizeBytes: 10, sha256: 'cc' }), /downloaded other bytes/], // prettier-ignore
  ['eleven live reports', liveLimit, { changes: Array.from({ length: 11 }, (_, i) => change('PENDING', { reportId: `r${i}` })) }, /s1 had 11/], // prettier-ignore
  ['an end that was left', oneEnd, { changes: [...GOOD.changes, change('PROCESSING')] }, /database, r1 went from SUCCEEDED to PROCESSING/], // prettier-ignore
  ['two ends', oneEnd, { changes: [...GOOD.changes, change('FAILED')] }, /SUCCEEDED to FAILED/],
  ['attempts that fall', oneEnd, { changes: [...GOOD.changes.slice(0, 2), change('PROCESSING', { attempts: 0 })] }, /from 1 attempts to 0/], // prettier-ignore
  ['an older answer after a newer one', oneEnd, and({ ...SEEN, sentAt: 31, status: 'PROCESSING', completedAt: null }), /went from SUCCEEDED to PROCESSING/], // prettier-ignore
  ['another time of the end', oneEnd, and({ ...SEEN, sentAt: 31, status: 'SUCCEEDED', completedAt: 'later' }), /another end/], // prettier-ignore
  ['a key with two reports', queuedOnce, and({ kind: 'created', key: 'a', storeId: 's1', reportId: 'r2' }), /a was answered with two/], // prettier-ignore
  ['a report for two keys', queuedOnce, and({ kind: 'created', key: 'b', storeId: 's1', reportId: 'r1' }), /r1 was answered to two/], // prettier-ignore
  ['a report that nobody asked for', queuedOnce, { reports: [RIGHT, { ...RIGHT, id: 'r2' }] }, /1 keys queued 2/], // prettier-ignore
  ['rows that differ', sameRows, and({ kind: 'compared', reportId: 'r1', difference: 'row 3: other amount' }), /r1: row 3/], // prettier-ignore
  ['an orphan', nothingIsLeft, { keysAfterSweep: ['k.CSV', 'k.JSON', 'k.old'] }, /k\.old belongs to no report/], // prettier-ignore
  ['a file that was swept too early', nothingIsLeft, { keysAfterSweep: ['k.CSV'] }, /k\.JSON was swept/],
  ['an unfinished upload', nothingIsLeft, { uploadsAfterSweep: ['k.CSV'] }, /unfinished/],
  ['what outlives its 30 days', nothingIsLeft, { leftAfterExpiry: ['r1'] }, /r1 is there after/],
  ['a process that ended by itself', processesGoOn, and({ kind: 'died', member: 'api-2', how: '1' }), /api-2 ended by itself/], // prettier-ignore
  ['a process that did not stop', processesGoOn, and({ kind: 'stopped', member: 'api-2', how: 'SIGKILL' }), /not stop cleanly/], // prettier-ignore
  ['a client that could not go on', processesGoOn, and({ kind: 'gave up', why: '404' }), /could not go on: 404/], // prettier-ignore
  ['a secret in a log', silentLogs, { leaks: ['SECRETS_KEY in api-1.ndjson, line 1'] }, /SECRETS_KEY/],
];

describe('the checker of a campaign', () => {
  it('has nothing to say where all went well', () => {
    for (const { promise, find } of CHECKS) assert.deepEqual(find(GOOD), [], promise);
  });

  for (const [what, check, wrong, says] of PLANTED) {
    it(`finds ${what}`, () => assert.match(check.find({ ...GOOD, ...wrong }).join('\n'), says));
  }

  it('lets answers that crossed on their way come in any order', () => {
    const crossed = and({ ...SEEN, sentAt: 29, status: 'PROCESSING', completedAt: null });
    assert.deepEqual(oneEnd.find({ ...GOOD, ...crossed }), []);
  });

  it('takes either count of a snapshot that fell together with a commit', () => {
    for (const rowCount of [150, 200]) {
      const objects = new Map(['k.CSV', 'k.JSON'].map((key) => [key, { ...OBJECT, rows: rowCount }]));
      const reports = [{ ...RIGHT, rowCount, asOf: 59_000 }];
      assert.deepEqual(filesAreRight.find({ ...GOOD, objects, reports }), []);
    }
  });
});

describe('two files of a report', () => {
  const csv = Buffer.from('\uFEFFid,name,metadata\n1,"Doe, ""Al""",\n2,,"{""a"":1}"');
  const json = (name: string | null) =>
    Buffer.from(`[\n{"id":1,"name":"Doe, \\"Al\\"","metadata":null},\n{"id":2,"name":${JSON.stringify(name)},"metadata":{"a":1}}\n]\n`); // prettier-ignore

  it('are the same when each cell is', () => assert.equal(compareFiles(csv, json(null)), null));
  it('differ in a cell', () => assert.equal(compareFiles(csv, json('x')), 'row 2: other name'));
  it('differ in their number of rows', () =>
    assert.match(compareFiles(csv, Buffer.from('[]\n')) ?? '', /CSV has 2 rows, JSON 0/));
  it('differ where one cannot be read', () =>
    assert.match(compareFiles(csv, Buffer.from('[')) ?? '', /cannot be read/));
});

describe('the time that a report is with nobody', () => {
  it('is counted from the kill to the next claim, without the time in which there was no worker', () => {
    const changes = [change('PROCESSING'), change('PROCESSING', { claim: 'c2', worker: 8, committedAt: 4_000 })]; // prettier-ignore
    const kill = at(1_500, { kind: 'killed', member: 'worker-1', worker: 7 });
    const other = at(500, { kind: 'ready', member: 'worker-2' });
    assert.deepEqual(recoveryTimes({ history: [other, kill], changes }), [2_500]);
    const back = at(3_000, { kind: 'ready', member: 'worker-1' });
    assert.deepEqual(recoveryTimes({ history: [kill, back], changes }), [1_000]);
  });
});

function withCsv(object: typeof OBJECT): Partial<Evidence> {
  return { objects: new Map([...GOOD.objects, ['k.CSV', object]]) };
}
