import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import pg from 'pg';
import { sweep } from '../../../src/jobs/sweep.ts';
import { openSweptParts } from './swept-world.ts';

/**
 * A process that sweeps once and counts its steps: each statement, and each change of the storage's folder. It ends
 * itself with SIGKILL at the step of KILL_AT, before the step or, with KILL_AFTER, as soon as the step was set going.
 * Prints the number of steps where it was not killed.
 */
const killAt = Number(process.env['KILL_AT']);
const killsAfter = process.env['KILL_AFTER'] === '1';
let steps = 0;

type Step = (...words: unknown[]) => unknown;
function counted(step: Step): Step {
  return function (this: unknown, ...words: unknown[]) {
    steps += 1;
    if (steps === killAt && !killsAfter) process.kill(process.pid, 'SIGKILL');
    const result = step.apply(this, words);
    if (steps === killAt) process.kill(process.pid, 'SIGKILL');
    return result;
  };
}

const client = pg.Client.prototype as unknown as { query: Step };
client.query = counted(client.query);
const files = fs.promises as unknown as Record<string, Step>;
for (const name of ['readdir', 'rm', 'rmdir']) files[name] = counted(files[name] as Step);
syncBuiltinESMExports();

const { APP_URL: appUrl = '', FOLDER: folder = '', NOW = '' } = process.env;
const clock = () => Number(NOW);
const { database, storage } = openSweptParts({ appUrl, folder, clock });
const { failures, finished } = await sweep(
  { database, storage, clock, wallClock: Date.now },
  AbortSignal.any([]),
);
if (failures.length > 0 || !finished) throw new Error('the sweep failed', { cause: failures });
await database.close();
process.stdout.write(String(steps));
