import { readdir } from 'node:fs/promises';
import type { TestDaybook } from './daybook.ts';

/** What lies about the report anywhere in the data folder, whole or half; a mail in the outbox has left Daybook. */
export async function filesOfReport({ folder }: TestDaybook, reportId: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.includes(reportId) && !name.startsWith('outbox'));
}
