import type { DataOf } from '@daybook/client';
import { Button } from '@radix-ui/themes';

type SignedManifest = DataOf<'GET /v2/stores/{storeId}/reports/{reportId}/manifest'>;

/** A button that keeps the signed manifest as a file: what a check of the report's files wants beside them. */
export function SaveManifest({ signed }: { signed: SignedManifest }) {
  const save = (): void => {
    const url = URL.createObjectURL(
      new Blob([`${JSON.stringify(signed, null, 2)}\n`], { type: 'application/json' }),
    );
    const link = document.createElement('a');
    link.href = url;
    link.download = `${(signed.manifest.files[0]?.name ?? signed.manifest.reportId).replace(/\.[a-z]+$/, '')}.manifest.json`;
    link.click();
    // The browser has taken it by the time it asks for the next task.
    setTimeout(() => URL.revokeObjectURL(url));
  };
  return (
    <Button size="1" variant="soft" onClick={save}>
      Download manifest
    </Button>
  );
}
