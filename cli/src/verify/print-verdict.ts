import { formatAmount } from '@daybook/client';
import type {
  Fault,
  FileFindings,
  HeadFindings,
  LedgerFindings,
  ManifestFindings,
  Verdict,
} from '@daybook/client/verify';
import { fitText } from '../fit-text.ts';
import { withoutControls } from '../without-controls.ts';

type Paint = (text: string) => string;
const plain: Paint = (text) => text;
const LABEL_WIDTH = 12;
const INDENT = LABEL_WIDTH + 2;
const SHOWN_MAX_CHARACTERS = 200;

/** The outcome on one screen, for a person. */
export function printVerdict(
  verdict: Verdict,
  options: { colours: boolean; keysGiven: boolean; columns: number },
): string {
  const paint = (code: number): Paint => (options.colours ? (text) => `\x1b[${code}m${text}\x1b[0m` : plain);
  const lines = verdict.fault
    ? faultLines(verdict.fault, paint(31))
    : goodLines(verdict, options.keysGiven, paint(32));
  const indentOf = (each: string): number => (each.startsWith(' ') ? INDENT : 0);
  return `${lines.map((each) => fitText(each, options.columns, indentOf(each))).join('\n')}\n`;
}

function goodLines(verdict: Verdict, keysGiven: boolean, good: Paint): string[] {
  const { ledger, files, manifests, head } = verdict;
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const what = `${count(files.length, 'file')}, ${count(rows, 'row')}`;
  return [
    good(`✓ Verified: ${what}${ledger ? ', one unbroken chain' : ''}`),
    '',
    ...(ledger ? ledgerLines(ledger) : []),
    ...files.map(fileLine),
    ...manifests.flatMap(signatureLines),
    ...(head ? [headLine(head)] : []),
    '',
    ...meaning(verdict, keysGiven),
  ];
}

function ledgerLines(ledger: LedgerFindings): string[] {
  const { currency } = ledger;
  const span = `${number(ledger.firstSequence)} to ${number(ledger.lastSequence)}`;
  return [
    line('Store', ledger.storeId),
    line('Entries', `${span}${ledger.firstSequence === 1 ? ', from the very first' : ''}`),
    line('From', ledger.firstCreatedAt),
    line('To', ledger.lastCreatedAt),
    line('Balance', `${formatAmount(ledger.openingBalance, currency)} before, ${formatAmount(ledger.closingBalance, currency)} after`),
    line('Last hash', ledger.lastHash),
  ]; // prettier-ignore
}

function fileLine(file: FileFindings): string {
  const rows = `${file.name}: ${count(file.rows, 'row')}`;
  if (file.manifest === null) return line('File', `${rows}; no manifest`);
  if (file.period === 'closed') return line('File', `${rows}; closed: nothing can be added to its period`);
  if (file.period === 'complete as recorded')
    return line('File', `${rows}; complete as recorded, up to the newest entry`);
  return line('File', `${rows}; as its manifest says`);
}

function signatureLines({ name, signature, issuer, kid, asOf }: ManifestFindings): string[] {
  const state = signature === 'valid' ? `signature valid, key ${kid ?? 'as given'}` : 'signature not checked';
  return [line('Manifest', `${name}: ${state}`), line('', `as of ${asOf}, by ${issuer}`)];
}

function headLine({ name, sequence, signature, status }: HeadFindings): string {
  const where = {
    contained: 'is in the files, unchanged',
    linked: 'is next to the files, and they fit',
    later: 'comes after the files end',
  }[status];
  const signed = signature === 'valid' ? 'signature valid' : 'signature not checked';
  return line('Saved head', `${name}: entry ${number(sequence)} ${where}; ${signed}`);
}

/** What follows from all that, and what does not. */
function meaning({ files, ledger, manifests, head }: Verdict, keysGiven: boolean): string[] {
  const bare = files.filter(({ manifest }) => manifest === null).length;
  const lines =
    manifests.length === 0
      ? [
          'Every entry fits its hash and the one before it. Whether this is what the',
          'operator issued, and whether entries are missing at either end, a manifest',
          'shows: --manifest manifest.json.',
        ]
      : keysGiven
        ? [
            ...(bare === 0
              ? ['The operator issued exactly these bytes, and they have not changed since.']
              : [
                  `The operator issued exactly the bytes of ${count(files.length - bare, 'file')}; nobody has vouched`,
                  `for ${count(bare, 'file')} without a manifest.`,
                ]),
            'That everything was recorded, no file can prove.',
          ]
        : ['Nobody has vouched for this yet: give the operator’s keys with', '--jwks keys.json.'];
  if (head || !ledger) return lines;
  return [
    ...lines,
    'A ledger rewritten as a whole shows only against a head that was kept:',
    '--head saved-head.json.',
  ];
}

function faultLines(fault: Fault, bad: Paint): string[] {
  const place = [fault.file, fault.line === null ? null : `line ${number(fault.line)}`].filter(
    (part) => part !== null,
  );
  return [
    bad(`✗ Not verified: ${withoutControls(fault.message)}`),
    '',
    ...(place.length > 0 ? [line('File', place.join(', '))] : []),
    ...(fault.sequence === null ? [] : [line('Entry', number(fault.sequence))]),
    ...(fault.field === null ? [] : [line('Field', fault.field)]),
    ...(fault.expected === null ? [] : [line('Expected', printable(fault.expected))]),
    ...(fault.found === null ? [] : [line('Found', printable(fault.found))]),
    ...(fault.line === null
      ? []
      : ['', 'This is the first row that is wrong; rows after it were not looked at.']),
  ];
}

function line(label: string, text: string): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${withoutControls(text)}`;
}

function printable(text: string): string {
  return text.length > SHOWN_MAX_CHARACTERS ? `${text.slice(0, SHOWN_MAX_CHARACTERS)} …` : text;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function count(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
}
