import type { Report } from '@daybook/client';
import {
  Button,
  Callout,
  Checkbox,
  CheckboxGroup,
  Flex,
  Heading,
  RadioCards,
  SegmentedControl,
  Text,
  TextField,
} from '@radix-ui/themes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { daybookOf } from '../../app/daybook.ts';
import { Problem } from '../../parts/problem.tsx';
import { periodInWords, TYPE_TITLES } from '../../parts/words.ts';
import { DAY_MS, LONGEST_DAYS, presets, type Span, splitByMonths } from './presets.ts';
import { reportCounts } from './report-queries.ts';

type Type = Report['type'];
type Format = Report['formats'][number];

const AT_ONCE_MAX = 10;
const WHAT_FOR: Readonly<Record<Type, string>> = {
  PAYMENT_ACTIVITY: 'Every payment: what was paid, fees, customer, card. For bookkeeping and support.',
  PAYOUT_RECONCILIATION:
    'Every payout with the sales, refunds and fees that it pays out. For matching bank statements.',
  BALANCE_LEDGER: 'Every change of the balance, in a chain that anyone can check. For auditors.',
  REFUNDS_DISPUTES: 'Every refund and chargeback with what it cost. For finding out why money went back.',
};
const CUSTOM = 'Custom';

/** `/stores/:storeId/reports/new` */
export function NewReport() {
  const { storeId } = useParams({ from: '/stores/$storeId/reports/new' });
  const [now] = useState(() => Date.now());
  const [type, setType] = useState<Type>('PAYMENT_ACTIVITY');
  const [preset, setPreset] = useState('Last month');
  const [days, setDays] = useState({ first: '', last: '' });
  const [formats, setFormats] = useState<Format[]>(['CSV']);
  const [formulaGuard, setFormulaGuard] = useState(true);
  const span = preset === CUSTOM ? spanOf(days) : presets(now).find(({ name }) => name === preset)?.span;
  const parts = span ? splitByMonths(span) : [];
  const queue = useQueue(storeId);
  const generating = useQuery(reportCounts(storeId)).data?.generating ?? 0;
  const free = AT_ONCE_MAX - generating;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    queue.mutate(parts.map((part) => ({ type, formats, formulaGuard, ...bounds(part) })));
  };
  return (
    <form onSubmit={submit}>
      <Text size="2">
        <Link to="/stores/$storeId/reports" params={{ storeId }}>
          ← Reports
        </Link>
      </Text>
      <Heading my="4">New report</Heading>
      <RadioCards.Root
        aria-label="Type of report"
        value={type}
        onValueChange={(value) => setType(value as Type)}
        columns={{ initial: '1', sm: '2' }}
      >
        {Object.entries(WHAT_FOR).map(([value, purpose]) => (
          <RadioCards.Item key={value} value={value}>
            <Flex direction="column" width="100%">
              <Text weight="medium">{TYPE_TITLES[value as Type]}</Text>
              <Text size="2" color="gray">
                {purpose}
              </Text>
            </Flex>
          </RadioCards.Item>
        ))}
      </RadioCards.Root>
      <Heading size="3" mt="5" mb="2">
        Period
      </Heading>
      <SegmentedControl.Root value={preset} onValueChange={setPreset} aria-label="Period">
        {[...presets(now).map(({ name }) => name), CUSTOM].map((name) => (
          <SegmentedControl.Item key={name} value={name}>
            {name}
          </SegmentedControl.Item>
        ))}
      </SegmentedControl.Root>
      {preset === CUSTOM && (
        <Flex gap="3" mt="3" wrap="wrap">
          {(['first', 'last'] as const).map((end) => (
            <label key={end}>
              <Text size="2">{end === 'first' ? 'First day' : 'Last day'}</Text>
              <TextField.Root
                type="date"
                required
                value={days[end]}
                onChange={({ target }) => setDays({ ...days, [end]: target.value })}
              />
            </label>
          ))}
        </Flex>
      )}
      <Text as="p" size="2" color="gray" mt="2">
        {span ? `${periodInWords(bounds(span))}, days in UTC` : 'Days in UTC; both belong to the period.'}
      </Text>
      {parts.length > 1 && (
        <Callout.Root mt="2">
          <Callout.Text>
            One report covers at most {LONGEST_DAYS} days or a calendar quarter. This becomes {parts.length}{' '}
            reports, one for each month
            {parts.length > free
              ? `; only ${free} more can be generated at once, so choose a shorter time`
              : ''}
            .
          </Callout.Text>
        </Callout.Root>
      )}
      <Heading size="3" mt="5" mb="2">
        Files
      </Heading>
      <CheckboxGroup.Root
        value={formats}
        onValueChange={(chosen) => setFormats(chosen as Format[])}
        aria-label="Files"
      >
        <CheckboxGroup.Item value="CSV">CSV, for spreadsheets</CheckboxGroup.Item>
        <CheckboxGroup.Item value="JSON">JSON, for programs</CheckboxGroup.Item>
      </CheckboxGroup.Root>
      <Text as="label" size="2" mt="3" style={{ display: 'block' }}>
        <Flex gap="2">
          <Checkbox checked={formulaGuard} onCheckedChange={(checked) => setFormulaGuard(checked === true)} />
          <span>
            Formula guard: an apostrophe in front of customers’ text that a spreadsheet would run as a
            formula. Leave it on for Excel and Google Sheets.
          </span>
        </Flex>
      </Text>
      {queue.error && <Problem error={queue.error} />}
      {free <= 0 && (
        <Text as="p" color="amber" mt="3">
          {AT_ONCE_MAX} reports are being generated, which is the most at once. Wait for one to end.
        </Text>
      )}
      <Button
        size="3"
        mt="5"
        loading={queue.isPending}
        disabled={parts.length === 0 || formats.length === 0 || parts.length > free}
      >
        {parts.length > 1 ? `Generate ${parts.length} reports` : 'Generate report'}
      </Button>
    </form>
  );
}

type Wanted = {
  type: Type;
  formats: Format[];
  formulaGuard: boolean;
  periodStart: string;
  periodEnd: string;
};

/** Queues one after the other, so that those that were queued before a refusal stay. */
function useQueue(storeId: string) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    async mutationFn(wanted: readonly Wanted[]) {
      const made: Report[] = [];
      for (const each of wanted) made.push(await daybookOf(storeId).reports.create(each));
      return made;
    },
    async onSuccess(made) {
      await queries.invalidateQueries({ queryKey: ['reports', storeId] });
      await queries.invalidateQueries({ queryKey: ['report-counts', storeId] });
      const [first] = made;
      if (made.length === 1 && first)
        await navigate({ to: '/stores/$storeId/reports/$reportId', params: { storeId, reportId: first.id } });
      else await navigate({ to: '/stores/$storeId/reports', params: { storeId } });
    },
  });
}

function bounds({ start, end }: Span): { periodStart: string; periodEnd: string } {
  return { periodStart: new Date(start).toISOString(), periodEnd: new Date(end).toISOString() };
}

/** The days as a person says them, both belonging to the period; undefined until they make sense. */
function spanOf({ first, last }: { first: string; last: string }): Span | undefined {
  const [start, end] = [Date.parse(`${first}T00:00:00Z`), Date.parse(`${last}T00:00:00Z`) + DAY_MS];
  return end > start ? { start, end } : undefined;
}
