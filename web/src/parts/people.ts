import type { Report } from '@daybook/client';
import { useQuery } from '@tanstack/react-query';
import { daybookOf } from '../app/daybook.ts';
import { me } from '../app/me.ts';
import { useRole } from '../app/use-role.ts';

const RARELY_MS = 60_000;

/** Somebody who did something: a member, or a token that a program has. */
type Doer = { readonly accountId: string | null; readonly tokenId: string | null };

/** Who requested a report. */
export function requesterOf(report: Pick<Report, 'requestedByAccountId' | 'requestedByTokenId'>): Doer {
  return { accountId: report.requestedByAccountId, tokenId: report.requestedByTokenId };
}

/** Says who somebody is, as well as this person may know: by address or name, or as a person or a program. */
export function usePeople(storeId: string): (doer: Doer) => string {
  const { mayDevelop, mayAdminister } = useRole(storeId);
  const self = useQuery(me).data?.account;
  const members = useQuery({
    queryKey: ['members', storeId],
    queryFn: ({ signal }) => daybookOf(storeId).call('GET /v2/stores/{storeId}/members', { signal }),
    enabled: mayAdminister,
    staleTime: RARELY_MS,
  }).data?.items;
  const tokens = useQuery({
    queryKey: ['tokens', storeId],
    queryFn: ({ signal }) => daybookOf(storeId).call('GET /v2/stores/{storeId}/tokens', { signal }),
    enabled: mayDevelop,
    staleTime: RARELY_MS,
  }).data?.items;
  return ({ accountId, tokenId }) => {
    if (tokenId !== null) {
      const token = tokens?.find(({ id }) => id === tokenId);
      return token ? `token “${token.name}”` : 'a program';
    }
    if (accountId === null) return 'Daybook';
    if (accountId === self?.id) return 'you';
    return members?.find((member) => member.accountId === accountId)?.email ?? 'another member';
  };
}
