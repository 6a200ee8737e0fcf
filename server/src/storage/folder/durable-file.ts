import { mkdir, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Writable } from 'node:stream';

/**
 * A stream into a new file (0600, its folder 0700) that finishes only once every byte is on the disk (fsync), and has the file closed
 * by the time it emits `error` or `close`. It opens the file by itself so that a pipeline can take charge of
 * its source at once, without a moment in which the source's error would go unheard.
 */
export function durableFile(path: string): Writable {
  let file: FileHandle;
  return new Writable({
    construct(done) {
      create(path).then((created) => {
        file = created;
        done();
      }, done);
    },
    write(chunk: Buffer, _encoding, done) {
      file.writeFile(chunk).then(() => done(), done);
    },
    final(done) {
      file.sync().then(() => done(), done);
    },
    destroy(error, done) {
      // Undefined when it could not be opened. Waits for a write in flight.
      const closed = (file as FileHandle | undefined)?.close() ?? Promise.resolve();
      closed.then(
        () => done(error),
        (closing: Error) => done(error ?? closing),
      );
    },
  });
}

async function create(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return open(path, 'wx', 0o600);
}
