import type { FastifyRequest } from 'fastify';
import type { Format } from '../domain/format.ts';
import type { VerbContext } from '../verbs/context.ts';
import { clientAddress } from './limits/client-address.ts';
import { callerOf } from './authenticate/require-access.ts';

/** Has it taken down that the caller was handed the URL of a file. Whether the bytes were fetched, storage alone knows. */
export function recordDownload(
  context: VerbContext,
  request: FastifyRequest,
  file: { reportId: string; format: Format },
): void {
  const caller = callerOf(request);
  if (caller.kind === 'operator') return;
  context.recorder.download({
    storeId: caller.storeId,
    ...file,
    at: context.clock(),
    tokenId: caller.kind === 'token' ? caller.tokenId : null,
    accountId: caller.kind === 'account' ? caller.accountId : null,
    ip: clientAddress(request),
    requestId: request.id,
  });
}
