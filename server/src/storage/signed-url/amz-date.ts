const AMZ_DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** `20261130T235959Z`, the form of `X-Amz-Date`: milliseconds since the Unix epoch, cut down to the second. */
export function formatAmzDate(instant: number): string {
  return new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '');
}

/** Milliseconds since the Unix epoch; undefined for another form or a date that does not exist. */
export function parseAmzDate(text: string): number | undefined {
  const instant = Date.parse(text.replace(AMZ_DATE, '$1-$2-$3T$4:$5:$6Z'));
  return Number.isFinite(instant) && formatAmzDate(instant) === text ? instant : undefined;
}
