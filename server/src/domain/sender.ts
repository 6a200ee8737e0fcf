import { isEmailAddress } from './email-address.ts';

/** The sender: `Daybook <daybook@example.com>`, or an address alone. */
export type Sender = { name: string; address: string };

/** Reads a sender; undefined for anything else than one plain address with or without a plain name in front. */
export function readSender(text: string): Sender | undefined {
  const named = /^([^<>@,;:"\\\p{Cc}]*)<([^<>]*)>$/u.exec(text.trim());
  const name = named ? (named[1] as string).trim() : '';
  const address = named ? (named[2] as string) : text.trim();
  return isEmailAddress(address) ? { name, address } : undefined;
}
