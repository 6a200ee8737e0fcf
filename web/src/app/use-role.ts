import { useQuery } from '@tanstack/react-query';
import { me } from './me.ts';

const WRITERS = new Set(['MODERATOR', 'DEVELOPER', 'ADMINISTRATOR', 'OWNER']);

/** What the signed-in person is in a store. The server decides by itself; this only hides what it would refuse. */
export function useRole(storeId: string): { role: string | undefined; mayWrite: boolean } {
  const { data } = useQuery(me);
  const role = data?.stores.find(({ id }) => id === storeId)?.role;
  return { role, mayWrite: role !== undefined && WRITERS.has(role) };
}
