import { inspect } from 'node:util';
import { runCampaign, type CampaignOptions } from './campaign.ts';
import { showProgress } from './show-progress.ts';
import { type Asked, readArguments, USAGE } from './read-arguments.ts';
import { inWords } from './in-words.ts';

const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort());
// Whatever breaks, the processes that were started have to end.
let broke: Error | undefined;
process.on('uncaughtException', (error) => {
  broke ??= error;
  stopping.abort();
});

async function chaos(asked: Asked): Promise<number> {
  const progress = showProgress(process.stderr, asked.minutes * 60_000);
  const options: CampaignOptions = {
    ...asked,
    lengthMs: Math.round(asked.minutes * 60_000),
    say: progress.say,
    watch: progress.watch,
    signal: stopping.signal,
  };
  try {
    const verdict = await runCampaign(options);
    progress.end();
    process.stdout.write(inWords(verdict, commandOf(asked)));
    return verdict.broken.size === 0 ? 0 : 1;
  } finally {
    progress.end();
  }
}

/** What runs the same campaign again. */
function commandOf({ seed, minutes, faults, storage }: Asked): string {
  return `npm run chaos -- --seed ${seed} --minutes ${minutes} --storage ${storage} --faults ${faults.map(({ name }) => name).join()}`;
}

/** Ends the process with one line where the command line cannot be read. */
function asked(): Asked | undefined {
  try {
    return readArguments(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message} See npm run chaos -- --help.\n`);
    process.exit(2);
  }
}

try {
  const campaign = asked();
  if (campaign) process.exitCode = await chaos(campaign);
  else process.stdout.write(USAGE);
} catch (error) {
  const stopped = stopping.signal.aborted && broke === undefined;
  process.stderr.write(stopped ? 'Stopped.\n' : `${inspect(broke ?? error)}\n`);
  process.exitCode = stopped ? 130 : 1;
}
// After a long campaign with many reset connections Node was seen to spin for ever while it cleans up before it ends.
process.stdout.write('', () => process.exit());
