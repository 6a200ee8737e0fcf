import { createHash } from 'node:crypto';
import pg from 'pg';

/** A ledger entry as a row of the table; hashes as Postgres writes bytes, `\x…`. */
export type EntryRow = {
  store_id: string;
  sequence: number;
  entry_id: string;
  type: string;
  amount: number;
  currency: string;
  previous_balance: number;
  running_balance: number;
  order_id: string | null;
  payment_id: string | null;
  refund_id: string | null;
  dispute_id: string | null;
  payout_id: string | null;
  adjustment_id: string | null;
  created_at: string;
  note: string;
  previous_hash: string;
  hash: string;
};

/** What whoever owns the database can do to a store's books, past every trigger, constraint and policy. */
export type Tampering = {
  ask<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  entriesOf(storeId: string): Promise<EntryRow[]>;
  /** Puts these entries in the place of the store's. */
  replace(storeId: string, entries: readonly EntryRow[]): Promise<void>;
  /** Makes the head row fit the entries. */
  setHead(storeId: string): Promise<void>;
  /** Makes the tie-outs of payouts fit the entries. */
  setTieOuts(storeId: string): Promise<void>;
  close(): Promise<void>;
};

/** Takes every constraint off the books; nothing can be recorded in this database any more. */
export async function openTampering(superUrl: string): Promise<Tampering> {
  const client = new pg.Client({
    connectionString: superUrl,
    options: '-c search_path=daybook -c session_replication_role=replica -c timezone=UTC',
  });
  await client.connect();
  await client.query(DROP_CONSTRAINTS);
  const entriesOf = async (storeId: string): Promise<EntryRow[]> => {
    const { rows } = await client.query<{ row: EntryRow }>(
      `select to_jsonb(e) - 'previous_sequence' as row from ledger_entries e where store_id = $1 order by sequence`,
      [storeId],
    );
    return rows.map(({ row }) => ({ ...row, created_at: new Date(row.created_at).toISOString() }));
  };
  return {
    entriesOf,
    async ask<Row extends pg.QueryResultRow>(text: string, values?: unknown[]) {
      return (await client.query<Row>(text, values)).rows;
    },
    async replace(storeId, entries) {
      const columns = Object.keys(entries[0] as EntryRow).join(', ');
      await client.query('delete from ledger_entries where store_id = $1', [storeId]);
      await client.query(
        `insert into ledger_entries (${columns}) select ${columns} from jsonb_populate_recordset(null::ledger_entries, $1)`,
        [JSON.stringify(entries)],
      );
    },
    setHead: async (storeId) => void (await client.query(SET_HEAD, [storeId])),
    setTieOuts: async (storeId) => void (await client.query(SET_TIE_OUTS, [storeId])),
    close: () => client.end(),
  };
}

/** The entries with sequences, links, balances and hashes that fit: what a forger who knows the scheme would write. */
export function rechained(entries: readonly EntryRow[]): EntryRow[] {
  const chained: EntryRow[] = [];
  for (const entry of entries) {
    const before = chained.at(-1);
    const previous_balance = before?.running_balance ?? 0;
    chained.push(
      rehashed({
        ...entry,
        sequence: chained.length + 1,
        previous_balance,
        running_balance: previous_balance + entry.amount,
        previous_hash: before?.hash ?? `\\x${'0'.repeat(64)}`,
      }),
    );
  }
  return chained;
}

/** The entry with the hash that fits it. */
export function rehashed(entry: EntryRow): EntryRow {
  const text = [
    'daybook.ledger.v1', entry.store_id, entry.sequence, entry.previous_hash.slice(2), entry.entry_id, entry.type,
    entry.amount, entry.currency, entry.running_balance, entry.order_id ?? '', entry.payment_id ?? '',
    entry.refund_id ?? '', entry.dispute_id ?? '', entry.payout_id ?? '', entry.adjustment_id ?? '',
    entry.created_at, entry.note,
  ].join('\n'); // prettier-ignore
  return { ...entry, hash: `\\x${createHash('sha256').update(text).digest('hex')}` };
}

const DROP_CONSTRAINTS = `do $$
declare item record;
begin
  for item in
    select conrelid::regclass as relation, conname from pg_constraint
    where connamespace = 'daybook'::regnamespace and contype in ('f', 'c', 'u', 'p') and conrelid <> 0
    order by contype = 'f' desc, contype in ('u', 'p')
  loop
    execute format('alter table %s drop constraint %I', item.relation, item.conname);
  end loop;
  for item in select indexrelid::regclass as name from pg_index
    where indisunique and indrelid in (select oid from pg_class where relnamespace = 'daybook'::regnamespace)
  loop
    execute format('drop index %s', item.name);
  end loop;
end $$`;

/** Worked out by summing, as nothing in the product does. */
const WINDOW = `
  coalesce(sum(e.amount) filter (where e.type = 'PAYMENT_RECEIVED'), 0) as payments,
  coalesce(sum(e.amount) filter (where e.type like 'REFUND%'), 0) as refunds,
  coalesce(sum(e.amount) filter (where e.type like 'DISPUTE%'), 0) as disputes,
  coalesce(sum(e.amount) filter (where e.type in ('OPENING_BALANCE', 'PAYOUT_RETURNED', 'ADJUSTMENT')), 0) as adjustments`;

const SET_HEAD = `
  with newest as (select * from ledger_entries where store_id = $1 order by sequence desc limit 1),
  payout as (
    select sequence, running_balance from ledger_entries where store_id = $1 and type = 'PAYOUT'
    union all select 0, 0 order by sequence desc limit 1
  ),
  moved as (
    select ${WINDOW} from ledger_entries e where store_id = $1 and sequence > (select sequence from payout)
  )
  update ledger_heads set
    sequence = newest.sequence, hash = newest.hash, running_balance = newest.running_balance,
    created_at = newest.created_at, window_first_sequence = payout.sequence + 1,
    window_balance_before = payout.running_balance, window_payments = moved.payments, window_refunds = moved.refunds,
    window_disputes = moved.disputes, window_adjustments = moved.adjustments
  from newest, payout, moved where ledger_heads.store_id = $1`;

const SET_TIE_OUTS = `
  update payouts set
    first_ledger_sequence = paid.first, last_ledger_sequence = paid.last, payments_amount = paid.payments,
    refunds_amount = paid.refunds, disputes_amount = paid.disputes, adjustments_amount = paid.adjustments,
    balance_before = paid.before, balance_after = paid.after
  from (
    select p.payout_id, p.sequence as last, p.running_balance as after, moved.*, previous.sequence + 1 as first,
      previous.running_balance as before
    from ledger_entries p
    cross join lateral (
      select sequence, running_balance from ledger_entries
      where store_id = $1 and type = 'PAYOUT' and sequence < p.sequence
      union all select 0, 0 order by sequence desc limit 1
    ) previous
    cross join lateral (
      select ${WINDOW} from ledger_entries e
      where store_id = $1 and e.sequence > previous.sequence and e.sequence < p.sequence
    ) moved
    where p.store_id = $1 and p.type = 'PAYOUT'
  ) paid
  where store_id = $1 and payouts.id = paid.payout_id`;
