import type { Output } from './command.ts';

const USUAL_COLUMNS = 80;

/** How many columns a line may take: the terminal's, and in a pipe or a file as many as it has. */
export function columnsOf({ isTTY, columns }: Output): number {
  return isTTY ? columns || USUAL_COLUMNS : Number.POSITIVE_INFINITY;
}
