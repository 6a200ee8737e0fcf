import type { Fault, FaultCode } from './verdict.ts';

/** Ends a verification with its first fault. Never leaves `verifyLedger`. */
export class FoundFault extends Error {
  readonly fault: Fault;

  constructor(code: FaultCode, message: string, where: Partial<Omit<Fault, 'code' | 'message'>> = {}) {
    super(message);
    const nowhere = { file: null, line: null, sequence: null, field: null, expected: null, found: null };
    this.fault = { code, message, ...nowhere, ...where };
  }
}
