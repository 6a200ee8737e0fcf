export interface Room {
  /** The folder (ending in `/`) or the file. */
  readonly at: string;
  /** Names of the rooms it may import, besides itself. */
  readonly mayImport: readonly string[] | 'everything';
  /** Rooms of which it may use types only: instances come from `compose`. */
  readonly mayImportTypesOf?: readonly string[];
  /** What it may import from outside the repository; anything if not given. */
  readonly packages?: readonly string[];
  /** The only rooms that may import it; every room that names it if not given. */
  readonly importedBy?: readonly string[];
}

const LEAVES = ['encode', 'storage', 'notify', 'observe'];
const OVER_DB = ['domain', 'db', 'ledger', 'keys', 'queue'];

/** Who may import whom. Tests may import everything. */
export const IMPORT_TABLE: Readonly<Record<string, Room>> = {
  domain: { at: 'server/src/domain/', mayImport: [], packages: ['node:crypto'] },
  config: { at: 'server/src/config.ts', mayImport: ['domain'] },
  db: { at: 'server/src/db/', mayImport: ['domain'] },
  ledger: { at: 'server/src/ledger/', mayImport: ['domain', 'db'] },
  keys: { at: 'server/src/keys/', mayImport: ['domain', 'db'] },
  queue: { at: 'server/src/queue/', mayImport: ['domain', 'db'] },
  source: { at: 'server/src/source/', mayImport: ['domain', 'db'] },
  encode: { at: 'server/src/encode/', mayImport: ['domain'] },
  storage: { at: 'server/src/storage/', mayImport: ['domain'] },
  notify: { at: 'server/src/notify/', mayImport: ['domain'] },
  observe: { at: 'server/src/observe/', mayImport: ['domain'] },
  verbs: { at: 'server/src/verbs/', mayImport: OVER_DB },
  http: {
    at: 'server/src/http/',
    mayImport: ['domain', 'verbs', 'observe'],
    mayImportTypesOf: ['storage'],
  },
  jobs: { at: 'server/src/jobs/', mayImport: [...OVER_DB, 'source', ...LEAVES] },
  embedded: {
    at: 'server/src/embedded/',
    mayImport: [...OVER_DB, 'source', ...LEAVES, 'verbs', 'config'],
  },
  compose: { at: 'server/src/compose.ts', mayImport: 'everything', importedBy: ['main', 'commands'] },
  commands: { at: 'server/src/commands/', mayImport: 'everything', importedBy: ['main'] },
  main: { at: 'server/src/main.ts', mayImport: 'everything', importedBy: [] },
  client: { at: 'client/', mayImport: [], packages: [] },
  cli: { at: 'cli/', mayImport: ['client'], packages: ['node:*', 'node:*/*'] },
  web: { at: 'web/', mayImport: ['client'] },
  chaos: { at: 'chaos/', mayImport: 'everything', importedBy: [] },
};
