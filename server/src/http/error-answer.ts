import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { DaybookError, type ErrorCode } from '../domain/errors.ts';
import { contractHeaders } from './contract-headers.ts';
import { describeValidation } from './describe-validation.ts';

const RETRY_AFTER_SECONDS: Readonly<Partial<Record<ErrorCode, number>>> = {
  TOO_MANY_ACTIVE_REPORTS: 5,
  UNAVAILABLE: 2,
};

/** The HTTP edge's translator: any error becomes the failure envelope, and whatever is not public stays in the log. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = toDaybookError(error as FastifyError);
  if (known.status >= 500) request.log.error({ err: error }, 'request failed');
  const retryAfter = RETRY_AFTER_SECONDS[known.code];
  if (retryAfter !== undefined) reply.header('Retry-After', retryAfter);
  return reply
    .headers(contractHeaders(request.id))
    .code(known.status)
    .send({
      ok: false,
      error: known.message,
      code: known.code,
      requestId: request.id,
      ...(known.details.length > 0 ? { details: known.details } : {}),
    });
}

function toDaybookError(error: FastifyError): DaybookError {
  if (error instanceof DaybookError) return error;
  if (error.validation) return describeValidation(error.validation, error.validationContext ?? 'body');
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new DaybookError('PAYLOAD_TOO_LARGE');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new DaybookError('UNSUPPORTED_MEDIA_TYPE');
    default:
      break;
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new DaybookError('INVALID_REQUEST');
  }
  return new DaybookError('INTERNAL', undefined, { cause: error });
}
