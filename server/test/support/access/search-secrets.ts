/** What must be nowhere: its name for the report, and the bytes themselves. */
export type Secret = { readonly name: string; readonly bytes: Buffer };

/** Where a text came from (`table.column`, `log of worker`), and the text. */
export type Kept = { readonly place: string; readonly text: string };

/** As much of a secret is a leak as the whole of it. */
const PREFIX_BYTES = 16;

export const secretOf = (name: string, value: string | Buffer): Secret => ({
  name,
  bytes: Buffer.isBuffer(value) ? value : Buffer.from(value),
});

/** Every `place: secret` at which at least the first 16 bytes of a secret can be read, in whatever encoding. */
export function findSecrets(kept: readonly Kept[], secrets: readonly Secret[]): string[] {
  const sought = secrets.flatMap(({ name, bytes }) =>
    [...new Set(formsOf(bytes.subarray(0, PREFIX_BYTES)))].map((form) => ({ name, form })),
  );
  const found = new Set<string>();
  for (const { place, text } of kept) {
    for (const layer of layersOf(text)) {
      for (const { name, form } of sought) if (layer.includes(form)) found.add(`${place}: ${name}`);
    }
  }
  return [...found].toSorted();
}

/** The bytes as a text could carry them. All texts are compared as their bytes, one character each. */
function formsOf(bytes: Buffer): string[] {
  const raw = bytes.toString('latin1');
  const text = bytes.toString();
  const hex = bytes.toString('hex');
  return [
    raw,
    JSON.stringify(text).slice(1, -1),
    JSON.stringify(text).slice(1, -1).replaceAll(/[^ -~]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`), // prettier-ignore
    encodeURIComponent(text),
    [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join(''),
    ...[hex, hex.toUpperCase()],
    ...[0, 1, 2].flatMap((offset) => base64At(bytes, offset)),
  ];
}

/** What base64 makes of the bytes when so many others come before them, without the ends that depend on neighbours. */
function base64At(bytes: Buffer, offset: number): string[] {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const inner = whole.slice(offset === 0 ? 0 : offset + 1, Math.floor(((offset + bytes.length) * 8) / 6));
  return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
}

/** The text, and what is encoded in it: bytea as Postgres prints it, hex, base64 and base64url of some length. */
function layersOf(text: string): string[] {
  const encoded = [
    ...(text.match(/[0-9a-f]{24,}/gi) ?? []).map((run) => Buffer.from(run, 'hex')),
    ...(text.match(/[A-Za-z0-9+/_-]{24,}/g) ?? []).map((run) => Buffer.from(run, 'base64')),
  ];
  return [Buffer.from(text).toString('latin1'), ...encoded.map((bytes) => bytes.toString('latin1'))];
}
