import { Flex, Heading, Select, Skeleton, Text } from '@radix-ui/themes';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { daybookOf } from '../../app/daybook.ts';
import { Pages } from '../../parts/pages.tsx';
import { Problem } from '../../parts/problem.tsx';
import { ENTRY_TYPES, entryTitle } from './entry-types.ts';
import { EntryTable } from './entry-table.tsx';

const PAGE_ITEMS = 50;
const ALL = 'ALL';

/** `/stores/:storeId/ledger` */
export function Ledger() {
  const { storeId } = useParams({ from: '/stores/$storeId/ledger' });
  const { page = 1, type } = useSearch({ from: '/stores/$storeId/ledger' });
  const navigate = useNavigate({ from: '/stores/$storeId/ledger' });
  const only = ENTRY_TYPES.find((each) => each === type);
  const ofType = only ? { type: only } : {};
  const { data, error, refetch } = useQuery({
    queryKey: ['ledger', storeId, only, page],
    queryFn: ({ signal }) =>
      daybookOf(storeId).call('GET /v2/stores/{storeId}/payouts/ledger', {
        query: { page, limit: PAGE_ITEMS, ...ofType },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <Flex justify="between" align="center" mb="4" gap="3" wrap="wrap">
        <Heading>Ledger</Heading>
        <TypeFilter
          value={only ?? ALL}
          choose={(value) => void navigate({ search: value === ALL ? {} : { type: value } })}
        />
      </Flex>
      {error && <Problem error={error} again={() => void refetch()} />}
      {!data && !error && <Skeleton height="20rem" />}
      {data?.items.length === 0 && (
        <Text as="p" color="gray" align="center" my="9">
          No entries {only ? 'of this type' : 'yet'}.
        </Text>
      )}
      {data && data.items.length > 0 && <EntryTable entries={data.items} />}
      {data && (
        <Pages
          pagination={data.pagination}
          go={(to) => void navigate({ search: { ...ofType, ...(to > 1 ? { page: to } : {}) } })}
        />
      )}
    </>
  );
}

function TypeFilter({ value, choose }: { value: string; choose: (value: string) => void }) {
  return (
    <Select.Root value={value} onValueChange={choose}>
      <Select.Trigger aria-label="Type of entry" />
      <Select.Content>
        <Select.Item value={ALL}>All entries</Select.Item>
        {ENTRY_TYPES.map((type) => (
          <Select.Item key={type} value={type}>
            {entryTitle(type)}
          </Select.Item>
        ))}
      </Select.Content>
    </Select.Root>
  );
}
