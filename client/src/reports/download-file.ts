import { DaybookError, isDaybookError } from '../daybook-error.ts';
import type { Daybook } from '../daybook.ts';
import { retryDelay } from '../http/retry-delay.ts';
import { ask, type CallOptions, noAnswer } from '../http/transport.ts';
import { within } from '../http/within.ts';
import { Sha256 } from '../verify/sha256.ts';
import type { Format, ReportManifest } from './reports.ts';

export type DownloadOptions = CallOptions & {
  /** Called with the bytes that have come, of all that there are. */
  readonly onProgress?: ((bytes: number, sizeBytes: number) => void) | undefined;
};

type Reader = ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;

/** The bytes of one file of the report, checked against its manifest; see `Reports.download`. */
export function downloadFile(
  daybook: Daybook,
  manifest: ReportManifest['manifest'],
  format: Format,
  { onProgress, ...options }: DownloadOptions = {},
): ReadableStream<Uint8Array> {
  const file = manifest.files.find((one) => one.format === format);
  if (!file) throw new DaybookError('NOT_FOUND', `The report has no ${format} file; it has ${manifest.files.map((one) => one.format).join(' and ')}.`); // prettier-ignore
  const { clock, random, retries, timeoutMs } = { ...daybook.transport, ...defined(options) };
  const digest = new Sha256();
  let at = 0;
  let failures = 0;
  let reader: Reader | undefined;

  /** The next bytes, from a new connection where there is none; undefined at the end. */
  async function next(): Promise<Uint8Array | undefined> {
    try {
      reader ??= await open(daybook, manifest.reportId, format, at, options);
      const from = reader;
      const { value } = await within(clock, timeoutMs, options.signal, (signal) => read(from, signal));
      if (value === undefined && at < file!.sizeBytes) throw noAnswer(new Error('the file ended early'));
      if (value) failures = 0;
      return value;
    } catch (error) {
      reader?.cancel().catch(() => undefined);
      reader = undefined;
      if (!isDaybookError(error, 'NO_ANSWER', 'TOO_SLOW') || ++failures > retries) throw error;
      await clock.sleep(retryDelay(failures, error, random), options.signal);
      return next();
    }
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const bytes = await next();
        if (bytes) {
          digest.update(bytes);
          at += bytes.length;
          onProgress?.(at, file.sizeBytes);
          return controller.enqueue(bytes);
        }
        const sha256 = digest.digestHex();
        if (at !== file.sizeBytes || sha256 !== file.sha256) throw new DaybookError('DAMAGED_FILE', `${file.name} is damaged: ${at} bytes with SHA-256 ${sha256}, and the manifest says ${file.sizeBytes} with ${file.sha256}. Download it again.`); // prettier-ignore
        controller.close();
      },
      cancel: async (reason) => reader?.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** A reader of the file's bytes from `at` on. */
async function open(
  daybook: Daybook,
  reportId: string,
  format: Format,
  at: number,
  options: CallOptions,
): Promise<Reader> {
  const { clock, timeoutMs } = { ...daybook.transport, ...defined(options) };
  const { url } = await daybook.reports.downloadUrl(reportId, format, options);
  const response = await within(clock, timeoutMs, options.signal, () =>
    // Not the signal of the time-out: the body goes on after it.
    ask(daybook.transport, url, {
      ...(options.signal ? { signal: options.signal } : {}),
      ...(at > 0 ? { headers: { Range: `bytes=${at}-` } } : {}),
    }),
  );
  const { body } = response;
  if (response.status !== (at > 0 ? 206 : 200) || !body) {
    await body?.cancel();
    const { status } = response;
    // 403: the URL ran out on the way; the next try asks for another.
    const code = status >= 500 || status === 429 || status === 403 ? 'NO_ANSWER' : 'UNEXPECTED_ANSWER';
    throw new DaybookError(code, `The storage answered HTTP ${status} instead of the file.`, { status });
  }
  return body.getReader();
}

async function read(reader: Reader, signal: AbortSignal): ReturnType<Reader['read']> {
  const { promise, stop } = whenAborted(signal);
  try {
    return await Promise.race([reader.read(), promise]);
  } catch (error) {
    signal.throwIfAborted();
    throw noAnswer(error);
  } finally {
    stop();
  }
}

function whenAborted(signal: AbortSignal): { promise: Promise<never>; stop(): void } {
  let stop = (): void => undefined;
  const promise = new Promise<never>((_, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    stop = () => signal.removeEventListener('abort', abort);
  });
  return { promise, stop };
}

/** Without what is undefined, which would hide a default. */
function defined<Options extends object>({
  ...options
}: Options): { [Key in keyof Options]?: NonNullable<Options[Key]> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as { [Key in keyof Options]?: NonNullable<Options[Key]> }; // prettier-ignore
}
