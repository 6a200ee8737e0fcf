const FILE_NAME = /^[A-Za-z0-9._-]{1,255}$/;

/** Refuses all that would need quoting or encoding: our file names are made of type, dates and report id. */
export function contentDisposition(fileName: string): string {
  if (!FILE_NAME.test(fileName)) throw new TypeError('a download name consists of A-Z a-z 0-9 . _ -');
  return `attachment; filename="${fileName}"`;
}
