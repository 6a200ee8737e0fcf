import type { EntryDraft } from '../chain-entries.ts';
import type { ActivityLine, Batch, ReportFault } from './activity-kind.ts';
import type { Book } from './books.ts';
import { isSameState } from './is-same-state.ts';

/** The rules of a kind. `previous` is undefined for an object that is new. */
export type KindRules<State> = {
  /** Names every reason why this state may not follow. */
  judge(previous: State | undefined, next: State, refuse: ReportFault): void;
  /** Every entry that a thing in this state has booked, in order: `booking-rules.ts`. */
  entries(state: State): EntryDraft[];
};

/** Makes the line's state the current one and drafts its entries, unless it is refused; says whether it changed it. */
export function applyState<State extends { id: string }>(
  line: ActivityLine<State>,
  batch: Batch,
  book: Book<State>,
  rules: KindRules<State>,
): boolean {
  const next = line.state;
  const previous = book.current.get(next.id);
  if (previous && isSameState(previous, next)) return false;
  const faultsBefore = batch.faults.length;
  rules.judge(previous, next, (field, message) => {
    batch.faults.push({ line: line.number, field, message });
  });
  if (batch.faults.length > faultsBefore) return false;
  book.current.set(next.id, next);
  const bookedBefore = previous ? rules.entries(previous).length : 0;
  for (const draft of rules.entries(next).slice(bookedBefore))
    batch.drafts.push({ line: line.number, draft });
  return true;
}
