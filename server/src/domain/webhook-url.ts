import { WEBHOOK_URL_MAX_CHARACTERS } from './limits.ts';

/**
 * The address of an endpoint as it will be called, or what is wrong with it. Where it leads is looked at by whoever
 * connects to it.
 */
export function readWebhookUrl(
  text: string,
  { allowPrivate }: { allowPrivate: boolean },
): { url: string } | { problem: string } {
  const url = URL.parse(text);
  if (!url) return { problem: 'must be a URL such as https://example.com/hooks' };
  const { protocol, username, password, hash, href } = url;
  if (protocol !== 'https:' && !(allowPrivate && protocol === 'http:'))
    return { problem: `must begin with https://${allowPrivate ? ' or http://' : ''}` };
  if (username || password) return { problem: 'must hold no user name or password' };
  if (hash) return { problem: 'must have no fragment (#…): it is never sent' };
  if (href.length > WEBHOOK_URL_MAX_CHARACTERS)
    return { problem: `must have at most ${WEBHOOK_URL_MAX_CHARACTERS} characters` };
  return { url: href };
}
