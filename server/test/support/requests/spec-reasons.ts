/**
 * What the contract asks of a value beyond its schema, by the field that a refusal names: whether this value, in a body
 * or query with these fields, breaks the rule. A refusal that names any other field, or a value that keeps the rule, has
 * no reason. The rules are written down here once more so that no code is shared with the server.
 */
const BREAKS: Readonly<Record<string, (value: unknown, fields: Fields, members: Members) => boolean>> = {
  title: breaksName,
  name: breaksName,
  handle: (value) => !/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/.test(String(value)),
  currency: (value) => !Intl.supportedValuesOf('currency').includes(String(value)),
  country: (value) => !/^[A-Z]{2}$/.test(String(value)),
  email: (value, _fields, members) => breaksAddress(value) || members.has(String(value)),
  ownerEmail: breaksAddress,
  openingBalance: (_value, fields) => 'openingBalance' in fields !== 'openingBalanceAt' in fields,
  openingBalanceAt: (value, fields) =>
    'openingBalance' in fields !== 'openingBalanceAt' in fields || breaksInstant(value),
  url: breaksWebhookUrl,
  note: (value) => breaksText(String(value), 0),
  requireV2: (_value, { mode = 'BEARER' }) => mode !== 'HMAC',
  expiresAt: (value) => breaksInstant(value) || Date.parse(String(value)) <= Date.now(),
  before: breaksInstant,
  status: (_value, { kind }) => kind === 'downloads',
  reportId: (_value, { kind }) => kind !== 'downloads',
  from: breaksInstant,
  to: (value, { from }) =>
    (value !== undefined && breaksInstant(value)) || breaksSpan(String(from), String(value)),
};

type Fields = Readonly<Record<string, unknown>>;
type Members = ReadonlySet<string>;

/**
 * Those of the named fields whose refusal the contract gives no reason for. `members`: the addresses that were added
 * before, of whom nobody can be added again.
 */
export function unreasonedFields(named: readonly string[], fields: Fields, members: Members): string[] {
  return named.filter((name) => !BREAKS[name]?.(fields[name], fields, members));
}

function breaksName(value: unknown): boolean {
  return breaksText(String(value), 1);
}

/** So many to 256 characters, none of them a control. */
function breaksText(text: string, least: number): boolean {
  const { length } = [...text];
  return length < least || length > 256 || !text.isWellFormed() || /\p{Cc}/u.test(text);
}

/** No https URL, or one with more in it than an address needs. */
function breaksWebhookUrl(value: unknown): boolean {
  const url = URL.parse(String(value));
  return url?.protocol !== 'https:' || url.href.length > 2_048 || /[@#]/.test(String(value));
}

/** No plain address: a local part and a domain without a space, a control or a sign that mail headers know. */
function breaksAddress(value: unknown): boolean {
  const [local = '', domain = '', ...more] = String(value).split('@');
  const isPlain = (part: string) => part !== '' && !/[\s\p{Cc}\p{Cf}\p{Cs},;:<>()[\]\\"]/u.test(part);
  return more.length > 0 || !isPlain(local) || !isPlain(domain) || String(value).length > 256;
}

/** Backwards, or more than a year. A first day alone goes up to today, a last day alone 30 days back. */
function breaksSpan(from: string, to: string): boolean {
  const last = Date.parse(to === 'undefined' ? new Date().toISOString().slice(0, 10) : to);
  const days = (last - Date.parse(from)) / 86_400_000;
  return days < 0 || days >= 366;
}

/** ISO 8601, years 0000 to 9999, and a day that exists. */
function breaksInstant(value: unknown): boolean {
  const text = String(value);
  const day = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(text)?.[1];
  if (day === undefined) return true;
  const midnight = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(Date.parse(text)) || !midnight.toISOString().startsWith(day);
}
