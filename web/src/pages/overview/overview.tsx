import { Box, Card, Flex, Heading, Skeleton, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Problem } from '../../parts/problem.tsx';
import { BalanceChart } from './balance-chart.tsx';
import { DaysChart } from './days-chart.tsx';
import { DaysPicker } from './days-picker.tsx';
import { daysShown } from './days-shown.ts';
import { DaysTable } from './days-table.tsx';
import { Figures } from './figures.tsx';
import { type Overview as OverviewData, overviewOf } from './overview-query.ts';

/** `/stores/:storeId`: what the balance did, day by day. */
export function Overview() {
  const { storeId } = useParams({ from: '/stores/$storeId/' });
  const search = useSearch({ from: '/stores/$storeId/' });
  const [now] = useState(() => Date.now());
  const { data, error, refetch } = useQuery(overviewOf(storeId, daysShown(search, now)));
  return (
    <>
      <Flex justify="between" align="start" mb="4" gap="3" wrap="wrap">
        <Heading>Overview</Heading>
        <DaysPicker now={now} />
      </Flex>
      {error && <Problem error={error} again={() => void refetch()} />}
      {!data && !error && <Skeleton height="30rem" />}
      {data && <Days overview={data} />}
    </>
  );
}

function Days({ overview }: { overview: OverviewData }) {
  const { days, currency } = overview;
  const happened = days.some(
    (day) =>
      day.paymentsCount + day.refundsCount + day.disputesCount > 0 ||
      day.payoutsAmount + day.otherAmount !== 0,
  );
  return (
    <>
      <Figures overview={overview} />
      {happened ? (
        <>
          <Card mt="4">
            <Heading size="3" mb="1">
              Day by day
            </Heading>
            <DaysChart days={days} currency={currency} />
          </Card>
          <Card mt="4">
            <Heading size="3" mb="1">
              Balance
            </Heading>
            <BalanceChart days={days} currency={currency} />
          </Card>
          <DaysTable overview={overview} />
        </>
      ) : (
        <Box py="9">
          <Text as="p" align="center" color="gray">
            Nothing happened to the balance on these days. Choose others, or wait for the first payment.
          </Text>
        </Box>
      )}
    </>
  );
}
