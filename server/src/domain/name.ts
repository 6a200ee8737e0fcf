import { NAME_MAX_CHARACTERS } from './limits.ts';

/** The rule in words, as the end of a sentence. */
export const NAME_RULE = `1 to ${NAME_MAX_CHARACTERS} characters, none of them a control character`;

/** Whether the text will do as a title or a name that people give. */
export function isName(text: string): boolean {
  const characters = [...text].length;
  return characters >= 1 && characters <= NAME_MAX_CHARACTERS && text.isWellFormed() && !/\p{Cc}/u.test(text);
}
