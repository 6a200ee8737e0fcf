import { useCallback, useState } from 'react';
import type { Dropped } from './dropped.ts';
import { recognise } from './recognise.ts';

/** There is one set of keys and one head: a new one takes the place of the old one. */
const ONE_OF = [['KEYS', 'KEY'], ['HEAD']] as const satisfies Dropped['kind'][][];

/** The files that were brought, each recognised. Names are told apart: a file takes the place of its namesake. */
export function useDropped(): {
  readonly dropped: readonly Dropped[];
  add(files: readonly File[]): Promise<void>;
  remove(dropped: Dropped): void;
  clear(): void;
} {
  const [dropped, setDropped] = useState<readonly Dropped[]>([]);
  const add = useCallback(async (files: readonly File[]) => {
    const recognised = await Promise.all(files.map(recognise));
    setDropped((before) => recognised.reduce(withOne, before));
  }, []);
  const remove = useCallback((gone: Dropped) => {
    setDropped((before) => before.filter((each) => each !== gone));
  }, []);
  const clear = useCallback(() => setDropped([]), []);
  return { dropped, add, remove, clear };
}

function withOne(all: readonly Dropped[], one: Dropped): readonly Dropped[] {
  const group: readonly Dropped['kind'][] =
    ONE_OF.find((kinds) => kinds.some((kind) => kind === one.kind)) ?? [];
  const kept = all.filter(({ file, kind }) => file.name !== one.file.name && !group.includes(kind));
  return [...kept, one];
}
