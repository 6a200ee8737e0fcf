import { rotateKey } from '../verbs/keys/rotate.ts';
import type { Command } from './command.ts';
import { withContext } from './with-context.ts';

/** `keys rotate` */
export const keysRotateCommand: Command = {
  summary: 'Make a new key sign reports from now on',
  help: `daybook-server keys rotate [--sessions]

Makes a new signing key and prints both key ids as JSON. It signs the manifests and ledger heads from now on, in every
running process, without a restart. The old key signs nothing any more, and its private half is deleted; its public half
stays at /.well-known/jwks.json, so that everything it has signed stays valid.

  --sessions   the key of the dashboard's sessions instead: nobody is signed out, every access token is replaced

Rotate when a key may have become known, and as often as your rules ask for. Send auditors the new key set.`,
  options: { sessions: { type: 'boolean' } },
  async run({ values }, io) {
    const purpose = values['sessions'] ? 'SESSION' : 'REPORT';
    const { kid, retired } = await withContext((context) =>
      rotateKey(context, { kind: 'operator' }, purpose),
    );
    io.stdout.write(`${JSON.stringify({ kid, retired })}\n`);
    return 0;
  },
};
