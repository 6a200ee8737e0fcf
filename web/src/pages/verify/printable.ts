const SHOWN_MAX_CHARACTERS = 200;

/** Text from a file that nobody has vouched for: control and direction characters made visible, and not too long. */
export function printable(text: string): string {
  const shown = text.length > SHOWN_MAX_CHARACTERS ? `${text.slice(0, SHOWN_MAX_CHARACTERS)} …` : text;
  return shown.replaceAll(/[\p{Cc}\p{Cf}]/gu, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`); // prettier-ignore
}
