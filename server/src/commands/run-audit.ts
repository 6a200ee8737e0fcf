import { DaybookError } from '../domain/errors.ts';
import type { StoreAudit } from '../ledger/audit/audit-store.ts';
import { runAudit } from '../verbs/audit/run.ts';
import type { VerbContext } from '../verbs/context.ts';
import { createProgressLine, type TerminalStream } from './progress-line.ts';
import { UsageError } from './usage-error.ts';

export type AuditOptions = {
  context: Pick<VerbContext, 'database' | 'clock'>;
  /** Only this store. */
  storeId?: string | undefined;
  /** One JSON object instead of sentences. */
  json: boolean;
  stdout: { write(text: string): unknown };
  /** Takes the progress, when it is a terminal. */
  stderr: TerminalStream;
  signal: AbortSignal;
};

/** Audits the books and prints the first fault of each store as it is found, then what it read. Resolves to the exit code. */
export async function auditBooks(options: AuditOptions): Promise<number> {
  const { context, storeId, json, stdout, stderr, signal } = options;
  const progress = createProgressLine(stderr, { noun: 'rows' });
  const startedAt = context.clock();
  const audits: StoreAudit[] = [];
  let rows = 0;
  const onRows = (more: number): void => progress.draw((rows += more), undefined);
  try {
    for await (const audit of runAudit(context, { kind: 'operator' }, { storeId, signal, onRows })) {
      audits.push(audit);
      if (!audit.fault || json) continue;
      progress.clear();
      stdout.write(`${audit.fault.code} ${audit.fault.message}\n`);
    }
  } catch (error) {
    if (error instanceof DaybookError && error.code === 'NOT_FOUND')
      throw new UsageError(`There is no store ${storeId}`);
    throw error;
  } finally {
    progress.clear();
  }
  const summary = summaryOf(audits, context.clock() - startedAt);
  stdout.write(json ? `${JSON.stringify(summary)}\n` : inWords(summary));
  return summary.faults.length === 0 ? 0 : 1;
}

function summaryOf(audits: readonly StoreAudit[], milliseconds: number) {
  return {
    stores: audits.length,
    entries: audits.reduce((sum, { entries }) => sum + entries, 0),
    objects: audits.reduce((sum, { objects }) => sum + objects, 0),
    faults: audits.flatMap(({ fault }) => fault ?? []),
    milliseconds,
  };
}

function inWords({ stores, entries, objects, faults, milliseconds }: ReturnType<typeof summaryOf>): string {
  const rate = Math.round((entries * 1_000) / Math.max(milliseconds, 1));
  const verdict = faults.length === 0 ? 'no fault' : `${count(faults.length, 'store')} with a fault`;
  return (
    `${count(stores, 'store')}, ${count(entries, 'entry', 'entries')}, ${count(objects, 'object')}: ${verdict}. ` +
    `${(milliseconds / 1_000).toFixed(1)} s, ${rate.toLocaleString('en-US')} entries/s.\n`
  );
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}
