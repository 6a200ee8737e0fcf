/**
 * The bytes that the text stands for, or undefined. Only the one canonical spelling is taken: without padding, spaces, or
 * bits that say nothing, so that no two texts stand for the same bytes.
 */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const spelled = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return spelled === text ? Uint8Array.from(binary, (character) => character.charCodeAt(0)) : undefined;
}
