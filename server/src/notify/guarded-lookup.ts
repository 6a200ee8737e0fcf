import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns';
import { isRoutableAddress } from './routable-address.ts';

/** The name leads, or one of its addresses is, where nothing is to be sent. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

type Answer = (error: Error | null, addresses: LookupAddress[] | string, family?: number) => void;
export type Lookup = (hostname: string, options: LookupOptions, answer: Answer) => void;

/**
 * Resolves for a socket that is about to connect, so that what was checked is what is connected to, whatever the name
 * resolves to in a moment. One address that is not globally routable, and none of them is used: such a name is a trap.
 */
export function guardedLookup(lookup: typeof resolve = resolve): Lookup {
  return (hostname, options, answer) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return answer(error, []);
      const refused = addresses.find(({ address }) => !isRoutableAddress(address));
      if (refused || addresses.length === 0) return answer(new AddressRefused('not a public address'), []);
      if (options.all) return answer(null, addresses);
      const [first] = addresses as [LookupAddress];
      return answer(null, first.address, first.family);
    });
  };
}
