import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { activityLines } from '../activity-lines.ts';
import { interleavedRounds } from '../interleaved-rounds.ts';
import { startServer } from '../latency/start-server.ts';
import { timeReport } from '../latency/time-report.ts';
import { openBooks } from '../open-books.ts';
import { quantile } from '../quantile.ts';
import { ratio } from '../ratio.ts';
import type { Scenario } from '../scenario.ts';
import { POLLED, type PolledOrder, type PolledServer } from './polled-server.ts';
import { pollServer, type Polling } from './poll-server.ts';

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));
const CONNECTIONS = 16;
const SECONDS = 4;
const TOKENS = 250;

type Contender = keyof typeof POLLED;

/** How many polls one API process answers, against the least that a poll can be. */
export const measurePolling: Scenario = async ({ database, folder, options, say, signal }) => {
  const books = openBooks(database);
  const storeId = await books.createStore();
  await books.record(storeId, activityLines('', 10));
  await books.close();
  const reportId = await makeReport(database, folder, storeId);
  const names = Object.keys(POLLED) as Contender[];
  const children = names.map(() => fork(CHILD, { signal, execArgv: ['--conditions=source'] }));
  try {
    const servers = await Promise.all(
      children.map(async (child, index): Promise<PolledServer> => {
        const contender = names[index] as Contender;
        child.send({ contender, database, folder, storeId, tokens: TOKENS } satisfies PolledOrder);
        return ((await once(child, 'message')) as [PolledServer])[0];
      }),
    );
    const pollings = await interleavedRounds(names, options.rounds, (contender, round) => {
      say(
        `polling: round ${round} of ${options.rounds}${round === 0 ? ' (warm-up)' : ''}: ${POLLED[contender]}`,
      );
      const { baseUrl, requests } = servers[names.indexOf(contender)] as PolledServer;
      const heads = requests.map(({ path, headers }) =>
        [
          `GET ${path}/${reportId} HTTP/1.1`,
          'Host: localhost',
          ...Object.entries(headers).map((pair) => pair.join(': ')),
          '\r\n',
        ].join('\r\n'),
      );
      return pollServer({ baseUrl, requests: heads, connections: CONNECTIONS, seconds: SECONDS });
    });
    return { table: pollingTable(pollings), raw: pollings };
  } finally {
    for (const child of children) if (child.connected) child.disconnect();
  }
};

async function makeReport(
  ...[database, folder, storeId]: [Parameters<typeof startServer>[0], string, string]
) {
  const server = await startServer(database, folder);
  try {
    const access = { baseUrl: server.baseUrl, storeId, secret: await server.createToken(storeId) };
    return (await timeReport(access)).id;
  } finally {
    await server.stop();
  }
}

function pollingTable(pollings: Record<Contender, Polling[]>) {
  const perSecond = (name: Contender) => pollings[name].map((polling) => polling.perSecond);
  const row = (name: Contender) => [
    POLLED[name],
    quantile(perSecond(name), 0.5).toFixed(0),
    ...[0.5, 0.99].map((share) =>
      quantile(
        pollings[name].map(({ latencies }) => quantile(latencies, share)),
        0.5,
      ).toFixed(1),
    ),
    name === 'fastify' ? '' : ratio(perSecond(name), perSecond('fastify')),
  ];
  return {
    title: `polling: ${CONNECTIONS} connections, one server process, a finished report`,
    head: ['', 'answers/s', 'p50 ms', 'p99 ms', 'ratio of rates'],
    rows: (Object.keys(POLLED) as Contender[]).map(row),
    notes: [`Daybook's polls come from ${TOKENS} tokens in turn: one may send 60 requests a second.`],
  };
}
