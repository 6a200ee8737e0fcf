import { NOTE_MAX_CHARACTERS } from '../domain/limits.ts';

/** What a spreadsheet would take for a formula; the ledger file is never guarded, so such a note is never written. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;

/** Why this text cannot be the note of an entry, in words, or undefined. */
export function noteProblem(note: string): string | undefined {
  if (note.length > NOTE_MAX_CHARACTERS && [...note].length > NOTE_MAX_CHARACTERS) {
    return `must have at most ${NOTE_MAX_CHARACTERS} characters`;
  }
  if (!note.isWellFormed() || note.includes('\0')) return 'must not hold \\u0000 or half a surrogate pair';
  return FORMULA.test(note) ? 'must not begin like a formula, with = + - @, a tab or a return' : undefined;
}
