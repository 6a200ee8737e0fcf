import { useQuery } from '@tanstack/react-query';
import { me } from './me.ts';

/** Each may do what those before it may. */
const ROLES = ['VIEWER', 'MODERATOR', 'DEVELOPER', 'ADMINISTRATOR', 'OWNER'];

/** What somebody may do in a store. The server decides by itself; this only hides what it would refuse. */
export type Role = {
  /** Undefined until it is known. */
  readonly role: string | undefined;
  readonly mayWrite: boolean;
  readonly mayDevelop: boolean;
  readonly mayAdminister: boolean;
};

/** What the signed-in person is in a store. */
export function useRole(storeId: string): Role {
  const { data } = useQuery(me);
  const role = data?.stores.find(({ id }) => id === storeId)?.role;
  const rank = ROLES.indexOf(role ?? '');
  const isAtLeast = (wanted: string): boolean => rank >= ROLES.indexOf(wanted);
  return {
    role,
    mayWrite: isAtLeast('MODERATOR'),
    mayDevelop: isAtLeast('DEVELOPER'),
    mayAdminister: isAtLeast('ADMINISTRATOR'),
  };
}
