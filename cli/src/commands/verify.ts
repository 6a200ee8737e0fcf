import { UnreadableInput, type Verdict, type VerificationKeys, verifyLedger } from '@daybook/client/verify';
import type { Command, CommandIo } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { columnsOf } from '../columns-of.ts';
import { fitText } from '../fit-text.ts';
import { Obstacle, obstacleOf } from '../obstacle.ts';
import { manifestName } from '../export/window-files.ts';
import { createProgressLine } from '../progress-line.ts';
import { UsageError } from '../usage-error.ts';
import { openFiles, readDocument, readSmall } from '../verify/open-input.ts';
import { withoutControls } from '../without-controls.ts';
import { printVerdict } from '../verify/print-verdict.ts';

type Asked = { manifests: string[]; jwks?: string; key?: string; head?: string; json: boolean };

/** `verify` */
export const verifyCommand: Command = {
  summary: 'Check ledger files offline: hashes, chain, balance, signature',
  help: `daybook verify FILE… [options]

Checks BALANCE_LEDGER files, CSV or JSON, one or several in any order, from
their bytes alone: no server, account or network. Recomputes the hash of every
entry, and checks that each names the one before it, that no sequence is
missing or repeated, also between files, and that the running balance adds up.
Names the first row that is wrong. Reports of other types are checked against
their manifests.

Options:
  --manifest M.json    the signed statement about a report, once for each
                       file, in any order. A FILE whose name ends in
                       ${manifestName('')} is one as well
  --jwks KEYS.json     the operator's public keys, kept from
                       GET /.well-known/jwks.json
  --key PUB.pem        the same as one Ed25519 public key in PEM
  --head HEAD.json     a head that was kept from GET …/payouts/ledger/head:
                       shows a ledger rewritten or shortened since
  --json               the outcome as one JSON document

Exit codes:
  0    everything holds
  1    something does not, and it is named
  2    the input cannot be read, or wrong usage

Examples:
  daybook verify ledger.csv
  daybook verify ledger/* --jwks keys.json
  daybook verify ledger.csv --manifest manifest.json --jwks keys.json \\
    --head head-of-last-month.json`,
  options: {
    manifest: { type: 'string', multiple: true },
    jwks: { type: 'string' },
    key: { type: 'string' },
    head: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run({ values, positionals }, io) {
    const asked = values as Partial<Asked> & { manifest?: string[] };
    const isManifest = (path: string): boolean => path.endsWith(manifestName(''));
    const files = positionals.filter((path) => !isManifest(path));
    const manifests = [...(asked.manifest ?? []), ...positionals.filter(isManifest)];
    if (files.length === 0) throw new UsageError('name at least one file to verify');
    if (asked.jwks !== undefined && asked.key !== undefined) {
      throw new UsageError('give --jwks or --key, not both');
    }
    try {
      const verdict = await verify(files, { ...asked, manifests }, io);
      const keysGiven = asked.jwks !== undefined || asked.key !== undefined;
      io.stdout.write(
        asked.json
          ? `${JSON.stringify(verdict)}\n`
          : printVerdict(verdict, { ...io, columns: columnsOf(io.stdout), keysGiven }),
      );
      return verdict.ok ? EXIT.OK : EXIT.FAILED;
    } catch (error) {
      const message = unreadable(error);
      if (message === undefined) throw error;
      if (asked.json) io.stdout.write(`${JSON.stringify({ ok: false, error: message })}\n`);
      else io.stderr.write(`${fitText(`daybook: ${withoutControls(message)}`, columnsOf(io.stderr), 2)}\n`);
      return EXIT.UNREADABLE;
    }
  },
};

async function verify(
  paths: readonly string[],
  asked: Partial<Asked> & { manifests: readonly string[] },
  io: CommandIo,
): Promise<Verdict> {
  const files = await openFiles(paths);
  const manifests = await Promise.all(asked.manifests.map(readDocument));
  const head = asked.head === undefined ? undefined : await readDocument(asked.head);
  const keys = await readKeys(asked);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const done = new Map<string, number>();
  const progress = createProgressLine(io.stderr);
  try {
    return await verifyLedger({
      ...{ files, manifests, keys, head },
      onProgress({ file, bytes }) {
        done.set(file, bytes);
        progress.draw([...done.values()].reduce((sum, each) => sum + each, 0), total); // prettier-ignore
      },
    });
  } finally {
    progress.clear();
  }
}

async function readKeys({ jwks, key }: Partial<Asked>): Promise<VerificationKeys | undefined> {
  if (jwks !== undefined) return { jwks: (await readDocument(jwks)).document };
  return key === undefined ? undefined : { pem: await readSmall(key) };
}

/** What to say of an input that cannot be read; undefined for a fault of the program. */
function unreadable(error: unknown): string | undefined {
  if (error instanceof UnreadableInput || error instanceof Obstacle) return error.message;
  return obstacleOf(error)?.message;
}
