import { activityLines } from '../activity-lines.ts';
import { asSuperuser } from '../as-superuser.ts';
import { interleavedRounds } from '../interleaved-rounds.ts';
import { openBooks } from '../open-books.ts';
import { quantile } from '../quantile.ts';
import { ratio } from '../ratio.ts';
import type { ResultTable, Scenario } from '../scenario.ts';
import { insertStaged, stageCopies } from './plain-insert.ts';

const LINES = 200_000;
const BATCH_LINES = 10_000;

const CONTENDERS = ['daybook', 'sql'] as const;
type Seconds = Record<(typeof CONTENDERS)[number], number[]>;

/**
 * The activity path (read, validate, book, chain, insert) against inserting the rows that came of it by SQL alone: the
 * same tables, indexes, constraints, role and batches, from a table that is in the database already.
 */
export const measureImports: Scenario = async ({ database, options, say, signal }) => {
  const books = openBooks(database);
  try {
    let imported = '';
    const run = async (contender: keyof Seconds, round: number): Promise<number> => {
      signal.throwIfAborted();
      say(`import: round ${round} of ${options.rounds}${round === 0 ? ' (warm-up)' : ''}: ${contender}`);
      const storeId = await books.createStore();
      if (contender === 'sql') {
        const staged = await stageCopies(database.superUrl, {
          from: imported,
          to: storeId,
          batchLines: BATCH_LINES,
        });
        const inserted = await insertStaged(database, storeId, LINES / BATCH_LINES);
        if (inserted.rows !== staged || staged < LINES) throw new Error('Not the same rows were inserted.');
        return inserted.seconds;
      }
      imported = storeId;
      const lines = activityLines(`${round}_`, LINES);
      await asSuperuser(database.superUrl, (client) => client.query('checkpoint'));
      const start = performance.now();
      for (let from = 0; from < LINES; from += BATCH_LINES) {
        await books.record(storeId, lines.slice(from, from + BATCH_LINES));
      }
      return (performance.now() - start) / 1000;
    };
    const seconds = await interleavedRounds(CONTENDERS, options.rounds, run);
    return { table: importTable(seconds), raw: seconds };
  } finally {
    await books.close();
  }
};

function importTable(seconds: Seconds): ResultTable {
  const perSecond = (name: keyof Seconds) => seconds[name].map((each) => LINES / each);
  const row = (title: string, name: keyof Seconds, compared: string) => [
    title,
    quantile(seconds[name], 0.5).toFixed(2),
    quantile(perSecond(name), 0.5).toFixed(0),
    compared,
  ];
  return {
    title: `import: ${LINES.toLocaleString('en-US')} payments in batches of ${BATCH_LINES.toLocaleString('en-US')} into an empty store`,
    head: ['', 'wall s', 'lines/s', 'rate ratio'],
    rows: [
      row('SQL: the same rows, insert … select', 'sql', ''),
      row('Daybook: activity path', 'daybook', ratio(perSecond('daybook'), perSecond('sql'))),
    ],
    notes: [
      'Ratio of rates, with least and most. SQL finds its rows in the database, and neither reads, checks nor hashes.',
    ],
  };
}
