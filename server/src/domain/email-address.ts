import { NAME_MAX_CHARACTERS } from './limits.ts';

const PLAIN_ADDRESS = /^[^\s\p{Cc}\p{Cf}@,;:<>()[\]\\"]+@[^\s\p{Cc}\p{Cf}@,;:<>()[\]\\"]+$/u;

/** Whether the text is one plain address, safe to put into a mail header: no names, lists, quotes, spaces or controls. */
export function isEmailAddress(text: string): boolean {
  return text.length >= 3 && text.length <= NAME_MAX_CHARACTERS && PLAIN_ADDRESS.test(text);
}
