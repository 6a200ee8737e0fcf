import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom, type SeededRandom } from '../../server/test/support/seeded-random.ts';
import {
  verifyLedger,
  type Fault,
  type Manifest,
  type Verdict,
  type VerificationKeys,
} from '../src/verify.ts';
import { ledgerFile, source, type Format } from './ledger-file.ts';
import { Operator, windowOf, type Window } from './operator.ts';
import { chain, copyOf, randomLedger, type Entry } from './random-ledger.ts';
import { ATTACK_TRIALS } from './trials.ts';

const operator = new Operator();

/** A ledger and a window inside it, with entries on both sides. */
interface Case {
  readonly random: SeededRandom;
  readonly format: Format;
  readonly ledger: Entry[];
  readonly window: Window;
}

/** What is shown to the verifier. */
interface Shown {
  readonly bytes?: Buffer;
  readonly document?: unknown;
  readonly keys?: VerificationKeys;
}

interface Attack {
  readonly code: Fault['code'];
  /** The sequence that the fault has to name. */
  readonly names?: (one: Case) => number;
  readonly show: (one: Case) => Shown;
}

/** The file with its entries changed, under the manifest of the honest ones. */
const changedFile = (change: (entries: Entry[]) => void) => (one: Case) => {
  const entries = copyOf(one.window.entries);
  change(entries);
  return { bytes: ledgerFile(entries, one.format) };
};

/** A manifest that the operator's own key signs, with something wrong in it. */
const signedLie = (change: (manifest: Manifest) => Manifest) => (one: Case) => ({
  document: operator.manifest(one.window, one.ledger, one.format, change),
});

const firstOf = (one: Case): number => one.window.entries[0]!.sequence;
const lastOf = (one: Case): number => one.window.entries.at(-1)!.sequence;

const ATTACKS: Readonly<Record<string, Attack>> = {
  'the first row deleted': {
    code: 'CUT',
    names: firstOf,
    show: changedFile((entries) => void entries.shift()),
  },
  'the last row deleted': { code: 'CUT', names: lastOf, show: changedFile((entries) => void entries.pop()) },
  'a re-chained file': {
    code: 'REWRITTEN',
    names: lastOf,
    show: changedFile((entries) => {
      entries[0]!.amount += 7;
      entries[0]!.running_balance += 7;
      chain(entries, 0);
    }),
  },
  'a file whose bytes were changed, but no value': {
    code: 'WRONG_BYTES',
    show: ({ window, format }) => {
      const bytes = ledgerFile(window.entries, format);
      return { bytes: format === 'CSV' ? Buffer.concat([bytes, Buffer.from('\n')]) : bytes.subarray(0, -1) };
    },
  },
  'a swapped manifest': {
    code: 'OUTSIDE_PERIOD',
    show: ({ ledger, window, format }) => {
      const other = windowOf(ledger, '2020-01-01T00:00:00.000Z', window.periodStart);
      return { document: operator.manifest(other, ledger, format) };
    },
  },
  'a manifest of another store': {
    code: 'ANOTHER_STORE',
    names: firstOf,
    show: ({ random, format }) => {
      const other = randomLedger(random, 20);
      return { document: operator.manifest(windowOf(other, '2020', '2030'), other, format) };
    },
  },
  'a head passed off as a manifest': {
    code: 'BAD_SIGNATURE',
    show: ({ ledger }) => ({ document: operator.head(ledger) }),
  },
  'a head under the text of a manifest': {
    code: 'BAD_SIGNATURE',
    show: ({ ledger, window, format }) => ({
      document: { ...operator.manifest(window, ledger, format), jws: operator.head(ledger).jws },
    }),
  },
  'a flipped bit in the signature': {
    code: 'BAD_SIGNATURE',
    show: ({ random, ledger, window, format }) => {
      const { manifest, jws } = operator.manifest(window, ledger, format);
      const at = jws.lastIndexOf('.') + 1 + random.below(86);
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      const flipped = alphabet.charAt(alphabet.indexOf(jws.charAt(at)) ^ (1 << random.below(6)));
      return { document: { manifest, jws: jws.slice(0, at) + flipped + jws.slice(at + 1) } };
    },
  },
  'a manifest signed by somebody else under the same key id': {
    code: 'BAD_SIGNATURE',
    show: ({ ledger, window, format }) => ({
      document: new Operator(operator.kid).manifest(window, ledger, format),
    }),
  },
  'a manifest signed with a key that is not published': {
    code: 'BAD_SIGNATURE',
    show: ({ ledger, window, format }) => ({
      document: new Operator('key-2').manifest(window, ledger, format),
    }),
  },
  'a readable manifest that says something else than the signed one': {
    code: 'WRONG_MANIFEST',
    show: ({ ledger, window, format }) => {
      const { manifest, jws } = operator.manifest(window, ledger, format);
      return { document: { manifest: { ...manifest, rowCount: manifest.rowCount + 1 }, jws } };
    },
  },
  'a false row count': {
    code: 'WRONG_COUNT',
    show: signedLie((manifest) => ({ ...manifest, rowCount: manifest.rowCount + 1 })),
  },
  'a false total': {
    code: 'WRONG_TOTAL',
    show: signedLie((manifest) => ({
      ...manifest,
      totals: manifest.totals.map((total) => ({ ...total, sum: `${total.sum}0` })),
    })),
  },
  'a false closing balance': {
    code: 'WRONG_MANIFEST',
    show: signedLie((manifest) => ({
      ...manifest,
      ledger: { ...manifest.ledger!, closingBalance: manifest.ledger!.closingBalance + 1 },
    })),
  },
  'an entry around the period that was edited': {
    code: 'WRONG_HASH',
    names: (one) => one.window.after!.sequence,
    show: signedLie((manifest) => ({
      ...manifest,
      ledger: { ...manifest.ledger!, after: { ...manifest.ledger!.after!, amount: 1 } },
    })),
  },
  'the next entry hidden, so that the period looks like the end of the ledger': {
    code: 'CUT',
    names: (one) => lastOf(one) + 1,
    show: signedLie((manifest) => ({ ...manifest, ledger: { ...manifest.ledger!, after: null } })),
  },
  'the previous entry hidden, so that the period looks like the start of the ledger': {
    code: 'CUT',
    names: () => 1,
    show: signedLie((manifest) => ({
      ...manifest,
      ledger: { ...manifest.ledger!, before: null, openingBalance: 0 },
    })),
  },
  'an empty-window lie': {
    code: 'CUT',
    names: firstOf,
    show: (one) => emptyWindowLie(one, (manifest) => manifest),
  },
  'an empty-window lie with the entry after it renumbered': {
    code: 'REWRITTEN',
    show: (one) =>
      emptyWindowLie(one, (manifest) => {
        const after = { ...one.window.after!, sequence: firstOf(one) };
        chain([after], 0);
        return { ...manifest, ledger: { ...manifest.ledger!, after } };
      }),
  },
};

for (const [name, attack] of Object.entries(ATTACKS)) {
  test(`${name}: caught, each time`, async () => {
    for (let trial = 0; trial < ATTACK_TRIALS; trial++) {
      const one = randomCase(trial, name);
      const fault = (await verdictOf(one, attack.show(one))).fault;
      const what = `trial ${trial}: ${JSON.stringify(fault)}`;
      assert.equal(fault?.code, attack.code, what);
      if (attack.names) assert.equal(fault.sequence, attack.names(one), what);
      // The same without the attack is good.
      assert.deepEqual((await verdictOf(one, {})).fault, null);
    }
  });
}

test('without a manifest a missing last row and a re-chained file pass: the guide says so', async () => {
  const { window, format } = randomCase(1, 'alone');
  const shorter = ledgerFile(window.entries.slice(0, -1), format);
  assert.equal((await verifyLedger({ files: [source('ledger', shorter)] })).ok, true);
});

function randomCase(trial: number, name: string): Case {
  const random = seededRandom(trial * 104_729 + name.length);
  const ledger = randomLedger(random, 30 + random.below(40));
  const [from, to] = [5 + random.below(8), 18 + random.below(8)];
  const window = windowOf(ledger, ledger[from]!.created_at, ledger[to]!.created_at);
  return { random, format: trial % 2 === 0 ? 'CSV' : 'JSON', ledger, window };
}

function verdictOf({ random, ledger, window, format }: Case, shown: Shown): Promise<Verdict> {
  const bytes = shown.bytes ?? ledgerFile(window.entries, format);
  const document = shown.document ?? operator.manifest(window, ledger, format);
  return verifyLedger({
    files: [source('ledger', bytes, random)],
    manifests: [{ name: 'manifest.json', document }],
    keys: shown.keys ?? operator.keys,
  });
}

function emptyWindowLie({ ledger, window, format }: Case, change: (manifest: Manifest) => Manifest): Shown {
  const empty = { ...window, entries: [] };
  return {
    bytes: ledgerFile([], format),
    document: operator.manifest(empty, ledger, format, change),
  };
}
