import type { ActivityLine, Batch } from './activity-kind.ts';
import type { Book } from './books.ts';

/** How the states of a kind are written. */
export type BookWriter<State> = {
  /** Whether something that this new object refers to could not be written. */
  isBlocked?(state: State): boolean;
  /** Adds objects and resolves to the ids that it could: the others are taken. */
  insert(states: readonly State[]): Promise<Set<string>>;
  update?(states: readonly State[]): Promise<void>;
};

/**
 * Writes what changed, in the order of its ids, so that batches of two stores that send the same new ids cannot wait
 * for each other. Ids that another store has become faults; resolves to the new ids that were not written.
 */
export async function saveBook<State extends { id: string }>(
  book: Book<State>,
  lines: readonly ActivityLine<State>[],
  batch: Batch,
  writer: BookWriter<State>,
): Promise<Set<string>> {
  const { added, updated } = changesOf(book);
  const free = added.filter((state) => !writer.isBlocked?.(state));
  const inserted = free.length > 0 ? await writer.insert(free) : new Set<string>();
  const taken = new Set(free.map(({ id }) => id).filter((id) => !inserted.has(id)));
  refuseTaken(lines, batch, 'id', ({ id }) => taken.has(id));
  if (updated.length > 0) await writer.update?.(updated);
  return new Set(added.map(({ id }) => id).filter((id) => !inserted.has(id)));
}

/** The objects that the batch adds, by id. */
export function addedTo<State extends { id: string }>(book: Book<State>): State[] {
  return changesOf(book).added;
}

/** Names the lines that use an id which belongs to another store, without telling of it. */
export function refuseTaken<State>(
  lines: readonly ActivityLine<State>[],
  batch: Batch,
  field: string,
  isTaken: (state: State) => boolean,
): void {
  for (const line of lines) {
    if (isTaken(line.state)) batch.faults.push({ line: line.number, field, message: 'is in use elsewhere' });
  }
}

function changesOf<State extends { id: string }>({ recorded, current }: Book<State>) {
  const changed = [...current.values()]
    .filter((state) => recorded.get(state.id) !== state)
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const isRecorded = ({ id }: State): boolean => recorded.has(id);
  return {
    added: changed.filter((state) => !isRecorded(state)),
    updated: changed.filter(isRecorded),
  };
}
