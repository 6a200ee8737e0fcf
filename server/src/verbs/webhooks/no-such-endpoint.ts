import { DaybookError } from '../../domain/errors.ts';

export function noSuchEndpoint(): DaybookError {
  return new DaybookError('NOT_FOUND', 'There is no such webhook endpoint.');
}
