import { ensureDemoStore } from '../embedded/demo/ensure-demo-store.ts';
import type { Command } from './command.ts';
import { createProgressLine } from './progress-line.ts';
import { withContext } from './with-context.ts';

/** `demo` */
export const demoCommand: Command = {
  summary: 'Make the demo store',
  help: `daybook-server demo

Makes the demo store, or completes one that was cut short, and prints its id as JSON.`,
  options: {},
  async run(_input, io) {
    const progress = createProgressLine(io.stderr);
    const store = await withContext((context) =>
      ensureDemoStore(context, (lines) => {
        io.signal.throwIfAborted();
        progress.draw(lines, undefined);
      }),
    );
    progress.clear();
    io.stdout.write(`${JSON.stringify(store)}\n`);
    return 0;
  },
};
