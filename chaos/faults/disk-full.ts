import type { ChaosFault } from './fault.ts';

/** No space left on the disk of the files. */
export const diskFull: ChaosFault = {
  name: 'disk-full',
  targets: ['objects'],
  durationMs: [500, 5_000],
  impossible: ({ objects }) =>
    objects.disk
      ? undefined
      : 'it takes a folder, and root to mount a small disk at it (S3 answers 507 instead)',
  async inflict({ cluster: { objects }, over }) {
    await objects.disk?.fill();
    await over;
    await objects.disk?.free();
  },
};
