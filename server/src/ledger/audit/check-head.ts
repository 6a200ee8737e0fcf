import type { LedgerHead } from '../../db/ledger-heads.ts';
import { formatInstant } from '../../domain/instant.ts';
import { type AuditFault, type AuditFaultCode, auditFault } from './audit-fault.ts';

/** Holds the head row against what the entries make it. */
export function checkHead(
  storeId: string,
  computed: LedgerHead,
  stored: LedgerHead | undefined,
): AuditFault | undefined {
  const fault = (code: AuditFaultCode, expected: unknown, found: unknown): AuditFault =>
    auditFault(code, { storeId, sequence: stored?.sequence ?? null }, { expected, found });
  if (!stored) return fault('HEAD_MISSING', `one at sequence ${computed.sequence}`, 'none');
  if (stored.sequence > computed.sequence) return fault('TAIL_CUT', stored.sequence, computed.sequence);
  if (stored.sequence < computed.sequence) return fault('HEAD_BEHIND', computed.sequence, stored.sequence);
  const facts = factsOf(stored);
  for (const [name, expected] of Object.entries(factsOf(computed))) {
    if (facts[name] !== expected) return fault('HEAD_WRONG', `${name} ${expected}`, facts[name]);
  }
  for (const [name, expected] of Object.entries(computed.window)) {
    const found = stored.window[name as keyof LedgerHead['window']];
    if (found !== expected) return fault('WINDOW_WRONG', `${name} ${expected}`, found);
  }
  return undefined;
}

function factsOf(head: LedgerHead): Record<string, string> {
  const createdAt = head.createdAt === null ? 'none' : formatInstant(head.createdAt);
  return { hash: head.hash, runningBalance: String(head.runningBalance), createdAt };
}
