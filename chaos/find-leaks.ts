import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { basename } from 'node:path';
import type { Cluster } from './cluster.ts';

const LEAKS_MAX = 20;
/** What no log may hold whatever its value: credentials in use, signed URLs, rows. */
const PATTERNS: Readonly<Record<string, RegExp>> = {
  'a bearer token': /Bearer \w+_/,
  'a signed URL': /X-Amz-Signature=/i,
  'an e-mail address of a row': /buyer\d+@example\.com/,
};

/** Where a secret, or a row, stands in a log: `SECRETS_KEY in worker-1.ndjson, line 17`. At most 20. */
export async function findLeaks(cluster: Cluster, storeSecrets: readonly string[]): Promise<string[]> {
  const secrets = [
    ...Object.entries(cluster.secrets()),
    ...storeSecrets.map((secret) => ['the secret of a token', secret] as const),
  ];
  const leaks: string[] = [];
  for (const { logFile } of cluster.members.values()) {
    let number = 0;
    for await (const line of createInterface({ input: createReadStream(logFile) })) {
      number += 1;
      const what = [
        ...secrets.filter(([, secret]) => line.includes(secret)).map(([name]) => name),
        ...Object.keys(PATTERNS).filter((name) => PATTERNS[name]?.test(line)),
      ];
      for (const name of what) leaks.push(`${name} in ${basename(logFile)}, line ${number}`);
      if (leaks.length >= LEAKS_MAX) return leaks;
    }
  }
  return leaks;
}
