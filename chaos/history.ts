import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

/** What is told of a report in one answer, or written down by the database in one change. */
export type SeenReport = {
  readonly reportId: string;
  readonly status: string;
  readonly attempts: number;
  readonly errorCode: string | null;
  readonly completedAt: string | null;
};

/** Everything that clients saw and that was done to the cluster. Times in milliseconds since the epoch. */
export type HistoryEvent =
  | { kind: 'posted'; key: string; storeId: string }
  | { kind: 'created'; key: string; storeId: string; reportId: string }
  | ({ kind: 'seen'; sentAt: number } & SeenReport)
  | ({ kind: 'downloaded'; reportId: string; format: string } & DownloadedFile)
  | { kind: 'compared'; reportId: string; difference: string | null }
  | { kind: 'refused'; storeId: string; code: string }
  | { kind: 'trouble'; what: string }
  | { kind: 'written'; storeId: string; batch: number; lines: number }
  | { kind: 'fault'; fault: string; target: string; phase: 'began' | 'over' | 'impossible'; why?: string }
  | { kind: 'killed'; member: string; worker: number }
  | { kind: 'ready'; member: string }
  | { kind: 'died'; member: string; how: string }
  | { kind: 'stopped'; member: string; how: string }
  | { kind: 'gave up'; why: string };

export type DownloadedFile = { readonly sizeBytes: number; readonly sha256: string };
export type RecordedEvent = HistoryEvent & { readonly at: number };

/** Append-only, in memory and as NDJSON. */
export type History = {
  add(event: HistoryEvent): void;
  readonly events: readonly RecordedEvent[];
  close(): Promise<void>;
};

export function openHistory(path: string): History {
  const file = createWriteStream(path, { flags: 'wx' });
  const events: RecordedEvent[] = [];
  return {
    events,
    add(event) {
      const recorded = { at: Date.now(), ...event };
      events.push(recorded);
      file.write(`${JSON.stringify(recorded)}\n`);
    },
    async close() {
      file.end();
      await once(file, 'close');
    },
  };
}
