import type { Check } from '../evidence.ts';

export const nothingIsLeft: Check = {
  promise:
    'after a sweep there is no object without a row and no unfinished upload; after 30 days there is nothing',
  find({ files, keysAfterSweep, uploadsAfterSweep, leftAfterExpiry }) {
    const named = new Set(files.map(({ objectKey }) => objectKey));
    const there = new Set(keysAfterSweep);
    return [
      ...keysAfterSweep.filter((key) => !named.has(key)).map((key) => `${key} belongs to no report`),
      ...[...named].filter((key) => !there.has(key)).map((key) => `${key} was swept and is needed`),
      ...uploadsAfterSweep.map((key) => `an upload of ${key} is unfinished`),
      ...leftAfterExpiry.map((what) => `${what} is there after its 30 days`),
    ];
  },
};
