import type { Check, Evidence } from '../evidence.ts';
import type { SeenReport } from '../history.ts';

const ORDER = ['PENDING', 'PROCESSING', 'SUCCEEDED', 'FAILED'];
const TERMINAL = 2;

export const oneEnd: Check = {
  promise: 'a report never goes back, ends once, and never leaves its end',
  find: (evidence) => [...inTheDatabase(evidence), ...inTheAnswers(evidence)],
};

function inTheDatabase({ changes }: Evidence): string[] {
  const last = new Map<string, SeenReport>();
  return changes.flatMap((change) => {
    const before = last.get(change.reportId);
    last.set(change.reportId, change);
    return before === undefined ? [] : backwards(before, change).map((how) => `in the database, ${how}`);
  });
}

/** An answer counts as earlier than another only when it had come before the other was asked for. */
function inTheAnswers({ history }: Evidence): string[] {
  const seen = history.filter((event) => event.kind === 'seen');
  return [...Map.groupBy(seen, ({ reportId }) => reportId).values()].flatMap((answers) =>
    answers.flatMap((later) => {
      const earlier = answers.filter((each) => each.at < later.sentAt);
      return earlier.flatMap((before) => backwards(before, later)).slice(0, 1);
    }),
  );
}

function backwards(before: SeenReport, after: SeenReport): string[] {
  const [from, to] = [ORDER.indexOf(before.status), ORDER.indexOf(after.status)];
  const where = `${after.reportId} went from ${before.status} to ${after.status}`;
  if (to < from || (from >= TERMINAL && to !== from)) return [where];
  if (after.attempts < before.attempts) return [`${where} and from ${before.attempts} attempts to ${after.attempts}`]; // prettier-ignore
  const sameEnd = after.errorCode === before.errorCode && after.completedAt === before.completedAt;
  return from >= TERMINAL && !sameEnd ? [`${where} with another end than before`] : [];
}
