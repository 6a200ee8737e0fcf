import type pg from 'pg';
import { unseal } from '../../../src/keys/seal.ts';
import { type Secret, secretOf } from './search-secrets.ts';

/** From here on every statement that touches an account fails, in words that repeat the address wherever Postgres has a place for it. */
export async function breakAccounts(superuser: pg.Client): Promise<void> {
  await superuser.query(`
    create function daybook.broken() returns boolean language plpgsql volatile as $$
    declare address text := current_setting('daybook.address', true);
    begin
      raise exception 'invalid input syntax for an address: "%"', address
        using errcode = '22P02', detail = 'Failing row contains ' || address, hint = 'Not ' || address;
    end $$;
    create policy broken on daybook.accounts as restrictive using (daybook.broken()) with check (daybook.broken())`);
}

/** What SECRETS_KEY opens in the database: the private halves of the keys that sign, and the keys of HMAC tokens. */
export async function openSealedKeys(superuser: pg.Client, secretsKey: Buffer): Promise<Secret[]> {
  const { rows: keys } = await superuser.query<{ kid: string; purpose: string; sealed: Buffer }>(
    'select kid, purpose, sealed_private_key as sealed from daybook.signing_keys where sealed_private_key is not null',
  );
  const { rows: tokens } = await superuser.query<{ id: string; sealed: Buffer }>(
    'select id, sealed_key as sealed from daybook.tokens where sealed_key is not null',
  );
  return [
    ...keys.map(({ kid, purpose, sealed }) =>
      // The last 32 bytes of PKCS #8 are the key; what is before them is the same in every one.
      secretOf(`private key of ${purpose}`, unseal(secretsKey, `signing key ${kid}`, sealed).subarray(-32)),
    ),
    ...tokens.flatMap(({ id, sealed }) => {
      const key = unseal(secretsKey, `token ${id}`, sealed);
      return [secretOf('key of an HMAC token', key), secretOf('key of an HMAC token, in hex', key.toString('hex'))]; // prettier-ignore
    }),
  ];
}
