import { type ApiRequest, insertApiRequests } from '../../db/api-requests.ts';
import type { Database } from '../../db/database.ts';
import { type DownloadRecord, insertDownloads } from '../../db/downloads.ts';
import { setStatementTimeout } from '../../db/statement-timeout.ts';
import { inRecorder } from '../../db/transaction.ts';
import { newId } from '../../domain/id.ts';
import { RECORDS_STATEMENT_MAX_MS } from '../../domain/limits.ts';
import { type Batches, createBatches } from './batches.ts';
import { createTokenUses } from './token-uses.ts';

export type NewApiRequest = Omit<ApiRequest, 'id'> & { readonly storeId: string };
export type NewDownload = Omit<DownloadRecord, 'id'> & { readonly storeId: string };

/** Takes down what stores' tokens and members did. No request waits for it, and none fails with it. */
export type Recorder = Pick<Batches<unknown>, 'flush' | 'close'> & {
  request(request: NewApiRequest): void;
  download(download: NewDownload): void;
};

type Row =
  | (ApiRequest & { storeId: string; kind: 'request' })
  | (DownloadRecord & { storeId: string; kind: 'download' });

/** A recorder that writes through `database`; `warn` hears of records that wait or are lost. */
export function createRecorder(options: {
  database: Database;
  warn: (facts: object, sentence: string) => void;
}): Recorder {
  const { database, warn } = options;
  const tokenUses = createTokenUses(database);
  const { keep, flush, close } = createBatches<Row>({
    async write(batch) {
      await writeBatch(database, batch);
      await tokenUses
        .note(batch)
        .catch((error: unknown) => warn({ err: error }, 'could not note when tokens were last used'));
    },
    onTrouble: (error) => warn({ err: error }, 'cannot write records of requests; they wait in memory'),
    onLost: (count) => warn({ count }, 'records of requests were lost'),
  });
  return {
    request: (request) => keep({ ...request, id: newId('rec', request.at), kind: 'request' }),
    download: (download) => keep({ ...download, id: newId('rec', download.at), kind: 'download' }),
    flush,
    close,
  };
}

/** One transaction for rows of all stores. Trying again after an unknown end adds nothing twice: the ids are the same. */
async function writeBatch(database: Database, batch: readonly Row[]): Promise<void> {
  const requests = batch.filter((row) => row.kind === 'request');
  const downloads = batch.filter((row) => row.kind === 'download');
  await inRecorder(database, async (transaction) => {
    await setStatementTimeout(transaction, RECORDS_STATEMENT_MAX_MS);
    if (requests.length > 0) await insertApiRequests(transaction, requests);
    if (downloads.length > 0) await insertDownloads(transaction, downloads);
  });
}
