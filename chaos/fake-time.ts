import { glob, writeFile } from 'node:fs/promises';

/** The path of libfaketime, which Debian installs with the package of that name; undefined where it is not there. */
export async function findFakeTime(): Promise<string | undefined> {
  for await (const path of glob('/usr/lib/*/faketime/libfaketimeMT.so.1')) return path;
  return undefined;
}

/** Settings for a process whose clock follows the offset in the file. What the process measures with stays true. */
export async function fakeTimeSettings(library: string, clockFile: string): Promise<Record<string, string>> {
  await writeFile(clockFile, '+0\n');
  return {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: clockFile,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}
