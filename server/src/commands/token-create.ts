import { formatInstant } from '../domain/instant.ts';
import { type Permission, PERMISSIONS } from '../domain/permission.ts';
import { createToken } from '../verbs/tokens/create.ts';
import type { Command } from './command.ts';
import { required } from './required.ts';
import { UsageError } from './usage-error.ts';
import { withContext } from './with-context.ts';

/** `token create` */
export const tokenCreateCommand: Command = {
  summary: "Make a store's API token",
  help: `daybook-server token create --store ID --name NAME --permissions P[,P…] [--mode BEARER|HMAC] [--require-v2]

Makes a token and prints it as JSON, with its secret, this once.
Permissions: ${PERMISSIONS.join(', ')}`,
  options: {
    store: { type: 'string' },
    name: { type: 'string' },
    permissions: { type: 'string' },
    mode: { type: 'string', default: 'BEARER' },
    'require-v2': { type: 'boolean', default: false },
  },
  async run({ values }, io) {
    const permissions = required(values, 'permissions').split(',') as Permission[];
    const unknown = permissions.filter((permission) => !PERMISSIONS.includes(permission));
    if (unknown.length > 0) {
      throw new UsageError(`--permissions: ${unknown.join(', ')} is not one of ${PERMISSIONS.join(', ')}`);
    }
    const mode = required(values, 'mode');
    if (mode !== 'BEARER' && mode !== 'HMAC') throw new UsageError('--mode must be BEARER or HMAC');
    const input = {
      storeId: required(values, 'store'),
      name: required(values, 'name'),
      permissions,
      mode,
    } as const;
    const token = await withContext((context) =>
      createToken(context, { kind: 'operator' }, { ...input, requireV2: values['require-v2'] === true }),
    );
    io.stdout.write(`${JSON.stringify({ ...token, createdAt: formatInstant(token.createdAt) })}\n`);
    return 0;
  },
};
