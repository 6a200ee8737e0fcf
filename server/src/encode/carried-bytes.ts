/** The bytes of a stream that are not used up yet: they lie in `bytes` from `at` to `end`. */
export type CarriedBytes = {
  bytes: Buffer;
  /** The same bytes, to read several at once. */
  view: DataView;
  at: number;
  end: number;
  append(chunk: Buffer): void;
};

/** A chunk is used in place where the one before was used up; else the rest and it are joined, in a buffer that doubles. */
export function carriedBytes(): CarriedBytes {
  let spare = Buffer.alloc(0);
  const carried: CarriedBytes = {
    bytes: spare,
    view: viewOf(spare),
    at: 0,
    end: 0,
    append(chunk) {
      const rest = carried.end - carried.at;
      if (rest === 0) {
        Object.assign(carried, { bytes: chunk, view: viewOf(chunk), at: 0, end: chunk.length });
        return;
      }
      const needed = rest + chunk.length;
      const target = needed > spare.length ? Buffer.allocUnsafeSlow(2 * needed) : spare;
      // Nothing moves while one long row collects: it already starts at 0.
      if (target !== carried.bytes || carried.at > 0) {
        carried.bytes.copy(target, 0, carried.at, carried.end);
      }
      chunk.copy(target, rest);
      spare = target;
      if (target !== carried.bytes) Object.assign(carried, { bytes: target, view: viewOf(target) });
      Object.assign(carried, { at: 0, end: needed });
    },
  };
  return carried;
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}
