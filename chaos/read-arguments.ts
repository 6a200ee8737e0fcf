import { parseArgs } from 'node:util';
import { noS3 } from '../server/test/support/servers/s3-server.ts';
import { FAULTS } from './faults.ts';
import type { ChaosFault } from './faults/fault.ts';

const MINUTES_MAX = 24 * 60;

export const USAGE = `npm run chaos -- [--seed N] [--minutes M] [--faults LIST] [--storage folder|s3] [--keep]

Two API processes, three workers, Postgres and a store of objects run while things go wrong; then everything that
clients saw is held against an independent count of database and files. Exit code 1 when a promise was broken.

--seed      what goes wrong and when; any whole number, default: a new one, which is printed
--minutes   how long, default 1; 0.5 is half a minute
--faults    of these, with commas between, default all:
            ${FAULTS.map(({ name }) => name).join(', ')}
--storage   where files live; default s3 where there is a server to start, else folder
--keep      keeps history, schedule, logs and files, as a failure does anyway

docs/chaos.md says how to read what it prints.
`;

export type Asked = {
  seed: number;
  minutes: number;
  faults: readonly ChaosFault[];
  storage: 'folder' | 's3';
  keep: boolean;
};

/** Reads the command line; undefined when it asks for help. Throws an Error in words for what it cannot read. */
export function readArguments(words: readonly string[]): Asked | undefined {
  const { values } = parseArgs({
    args: [...words],
    options: {
      seed: { type: 'string' },
      minutes: { type: 'string', default: '1' },
      faults: { type: 'string' },
      storage: { type: 'string' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const seed = values.seed ?? String(Math.floor(Math.random() * 1_000_000));
  if (!/^\d{1,9}$/.test(seed)) throw new Error('--seed must be a whole number of at most nine digits.');
  const minutes = Number(values.minutes);
  if (!/^\d+(\.\d+)?$/.test(values.minutes) || minutes <= 0 || minutes > MINUTES_MAX)
    throw new Error(`--minutes must be more than 0 and at most ${MINUTES_MAX}.`);
  const storage = values.storage ?? (noS3 === undefined ? 's3' : 'folder');
  if (storage !== 'folder' && storage !== 's3') throw new Error('--storage must be folder or s3.');
  if (storage === 's3' && noS3 !== undefined) throw new Error(`--storage s3 cannot be: ${noS3}.`);
  const names = values.faults?.split(',').map((name) => name.trim());
  const unknown = names?.find((name) => !FAULTS.some((fault) => fault.name === name));
  if (unknown !== undefined)
    throw new Error(`There is no fault ${unknown}: choose of ${FAULTS.map(({ name }) => name).join(', ')}.`);
  const faults = FAULTS.filter(({ name }) => names?.includes(name) ?? true);
  return { seed: Number(seed), minutes, faults, storage, keep: values.keep };
}
