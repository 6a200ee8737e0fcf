import type { Fault, Verdict } from '@daybook/client/verify';
import { countInWords } from '../../parts/words.ts';
import type { CheckPlan } from './plan-check.ts';
import type { KeysFrom } from './use-check.ts';

export type StepName = 'SIGNATURE' | 'BYTES' | 'CHAIN' | 'TOTALS' | 'PERIOD' | 'HEAD';
/** One box of the picture. */
export type ProofStep = {
  readonly name: StepName;
  readonly title: string;
  readonly state: 'PROVEN' | 'FAILED' | 'UNCHECKED';
  /** Empty where the fault came first. */
  readonly detail: string;
};

type Finding = Pick<ProofStep, 'state' | 'detail'>;
export type Checked = { readonly verdict: Verdict; readonly plan: CheckPlan; readonly keysFrom: KeysFrom };

const TITLES: Readonly<Record<StepName, string>> = {
  SIGNATURE: 'The operator signed the manifest',
  BYTES: 'The file is the one that was signed',
  CHAIN: 'The entries form one chain',
  TOTALS: 'Count and sums agree',
  PERIOD: 'The period is whole',
  HEAD: 'The saved head is in the ledger',
};
/** In which the verifier takes them: what comes after a fault was not looked at. */
const ORDER: readonly StepName[] = ['SIGNATURE', 'CHAIN', 'PERIOD', 'TOTALS', 'BYTES', 'HEAD'];

/** What of a file was proven, from the signature to the saved head, for the picture of it. */
export function proofSteps(checked: Checked): ProofStep[] {
  const { fault } = checked.verdict;
  const failed = fault && stepOf(fault, checked);
  return (Object.keys(TITLES) as StepName[]).map((name) => ({
    name,
    title: TITLES[name],
    ...(fault && name === failed ? ({ state: 'FAILED', detail: placeOf(fault) } as const) : found(name)),
  }));

  function found(name: StepName): Finding {
    const isLater = failed && (ORDER.indexOf(name) > ORDER.indexOf(failed) || !isReached(name, checked));
    return isLater ? unchecked('') : FINDINGS[name](checked);
  }
}

/** Manifests and heads are opened before files are read, and files are read before they are held against manifests. */
function isReached(name: StepName, { verdict: { manifests, files }, plan }: Checked): boolean {
  if (name === 'SIGNATURE') return manifests.length === plan.manifests;
  return files.length === plan.runs.flatMap((run) => run.files).length;
}

const FINDINGS: Readonly<Record<StepName, (checked: Checked) => Finding>> = {
  SIGNATURE({ verdict: { manifests }, plan, keysFrom }) {
    if (plan.manifests === 0) return unchecked('There was no manifest.');
    if (keysFrom === 'UNREACHABLE') return unchecked('The keys of this server could not be fetched.');
    if (keysFrom === 'NO_ED25519')
      return unchecked('This browser does not check Ed25519 signatures here. A newer one does, over HTTPS; so does the command daybook verify.'); // prettier-ignore
    const [first] = manifests;
    const where = keysFrom === 'FILE' ? 'among the keys you brought' : 'published by this server';
    return proven(
      `By ${first?.issuer ?? ''}, with key ${first?.kid?.slice(0, 12) ?? 'as given'}…, ${where}.`,
    );
  },
  BYTES: (checked) =>
    covered(checked, 'Its size and SHA-256 are those in the manifest: not a byte was changed.'),
  TOTALS: (checked) =>
    covered(checked, 'The number of rows and the sum of every amount are those in the manifest.'),
  CHAIN({ verdict: { ledger, files } }) {
    const rows = countInWords(files.reduce((sum, file) => sum + file.rows, 0));
    if (ledger)
      return proven(`${countInWords(ledger.rows)} entries, ${countInWords(ledger.firstSequence)} to ${countInWords(ledger.lastSequence)}: each fits its hash and the one before it, and the balance adds up.`); // prettier-ignore
    return unchecked(
      rows === '0' ? 'There are no rows.' : `${rows} rows were read. Only a ledger’s rows are chained.`,
    );
  },
  PERIOD(checked) {
    const periods = checked.verdict.files.flatMap(({ period }) => period ?? []);
    if (checked.plan.manifests > 0 && periods.length === 0)
      return unchecked('Only a ledger’s manifest names the entries around the period.');
    return covered(
      checked,
      periods.includes('complete as recorded')
        ? 'Complete as recorded: it reaches the newest entry there was when the file was made. Later ones may have followed.'
        : 'Closed: all its entries are here, and the ledger has gone on since, so that none can be added.',
    );
  },
  HEAD({ verdict: { head }, plan }) {
    if (!plan.head || !head) return unchecked('There was no saved head.');
    const where = {
      contained: 'is among these entries, unchanged',
      linked: 'stands next to these entries, and they fit',
      later: 'comes after these files end, as the manifest explains',
    }[head.status];
    const signed = head.signature === 'valid' ? '' : ' Its own signature was not checked.';
    return proven(`Entry ${countInWords(head.sequence)} ${where}.${signed}`);
  },
};

/** What manifests prove of files, where every file has one. */
function covered({ verdict: { files }, plan }: Checked, detail: string): Finding {
  if (plan.manifests === 0) return unchecked('There was no manifest.');
  const without = files.filter(({ manifest }) => manifest === null);
  return without.length === 0
    ? proven(detail)
    : unchecked(`There was no manifest for ${without.map(({ name }) => name).join(', ')}.`);
}

/** `ledger.csv, line 6` */
function placeOf({ file, line, message }: Fault): string {
  const place = [file, line === null ? null : `line ${countInWords(line)}`].filter((part) => part !== null);
  return place.length > 0 ? `${place.join(', ')}.` : `${message}.`;
}

/** Where in the picture a fault belongs. */
function stepOf({ code, field, file, line }: Fault, { plan }: Checked): StepName {
  if (line !== null) return code === 'WRONG_TOTAL' ? 'TOTALS' : 'CHAIN';
  if (file !== null && file === plan.head?.name) return 'HEAD';
  if (code === 'BAD_SIGNATURE' || field === 'manifest') return 'SIGNATURE';
  if (code === 'WRONG_COUNT' || code === 'WRONG_TOTAL') return 'TOTALS';
  if (code === 'SHORTENED' || code === 'HEAD_NOT_REACHED') return 'HEAD';
  if (code === 'REWRITTEN' && plan.head) return 'HEAD';
  const isOther = code === 'WRONG_MANIFEST' && (field === null || field === 'type');
  return code === 'WRONG_BYTES' || code === 'ANOTHER_STORE' || isOther ? 'BYTES' : 'PERIOD';
}

function proven(detail: string): Finding {
  return { state: 'PROVEN', detail };
}

function unchecked(detail: string): Finding {
  return { state: 'UNCHECKED', detail };
}
