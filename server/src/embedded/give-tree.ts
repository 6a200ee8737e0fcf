import { lchownSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Makes somebody the owner of a folder and all that is in it. Only root can; for the owner of the folder it does nothing. */
export function giveTree(directory: string, owner: { readonly uid: number; readonly gid: number }): void {
  if (lstatSync(directory).uid === owner.uid) return;
  // The folder itself comes last: a change that was cut off is made anew.
  for (const name of readdirSync(directory, { encoding: 'utf8', recursive: true }))
    lchownSync(join(directory, name), owner.uid, owner.gid);
  lchownSync(directory, owner.uid, owner.gid);
}
