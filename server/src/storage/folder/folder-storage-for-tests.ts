import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { createFolderStorage } from './folder-storage.ts';
import type { FolderStorage } from './folder-storage.ts';
import type { ObjectAnswer } from './open-object.ts';

export const CREDENTIALS = { accessKeyId: 'daybook', secretAccessKey: 'a secret of the tests' };
export const BASE_URL = 'http://127.0.0.1:8080';
export const CSV_KEY = 'stores/shp_1/reports/1-Zm9vYmFy/rpt_1.csv';
export const JSON_KEY = 'stores/shp_1/reports/1-Zm9vYmFy/rpt_1.json';
export const OTHER_KEY = 'stores/shp_2/reports/1-c2VjcmV0/rpt_2.csv';
/** A moment within a second, so that the whole second of X-Amz-Date differs from it. */
export const START = Date.parse('2026-11-22T18:30:00.250Z');

export type Fixture = {
  directory: string;
  storage: FolderStorage;
  /** The injected clock; tests set `now`. */
  clock: { now: number };
  /** The same folder and credentials behind another public address. */
  at(baseUrl: string): FolderStorage;
  put(key: string, text: string): Promise<void>;
  /** Path and query of a fresh URL, valid for 300 s. */
  presigned(key: string): Promise<string>;
  get(pathAndQuery: string, range?: string): Promise<ObjectAnswer>;
  /** Every file and folder below the directory. */
  tree(): Promise<string[]>;
};

export async function folderStorageFixture(t: TestContext): Promise<Fixture> {
  const parent = await mkdtemp(join(tmpdir(), 'daybook-storage-'));
  t.after(() => rm(parent, { recursive: true }));
  const directory = join(parent, 'objects');
  const clock = { now: START };
  const at = (baseUrl: string): FolderStorage =>
    createFolderStorage({ directory, baseUrl, ...CREDENTIALS, clock: () => clock.now });
  const storage = at(BASE_URL);
  return {
    directory,
    storage,
    clock,
    at,
    async put(key, text) {
      const contentType = key.endsWith('.json') ? 'application/json' : 'text/csv; charset=utf-8';
      await storage.put(key, Readable.from([Buffer.from(text)]), {
        contentType,
        signal: new AbortController().signal,
      });
    },
    async presigned(key) {
      const url = await storage.presign(key, { fileName: 'report.csv', expiresInSeconds: 300 });
      return url.slice(BASE_URL.length);
    },
    get: (pathAndQuery, range) => storage.open({ method: 'GET', pathAndQuery, range }),
    tree: async () => (await readdir(directory, { recursive: true })).sort(),
  };
}

/** The text of a 200 or 206, else the status as text. */
export async function textOf(answer: ObjectAnswer): Promise<string> {
  if (!('body' in answer) || answer.body === null) return String(answer.status);
  return (await buffer(answer.body)).toString();
}
