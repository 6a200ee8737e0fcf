import { readFile } from 'node:fs/promises';

/**
 * The most memory that this process has had resident. On Linux from /proc: what `getrusage` says there starts at the peak
 * of the parent that the process was forked from.
 */
export async function peakBytes(): Promise<number> {
  if (process.platform === 'linux') {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(await readFile('/proc/self/status', 'utf8'))?.[1];
    if (kibibytes !== undefined) return Number(kibibytes) * 1024;
  }
  return process.resourceUsage().maxRSS * 1024;
}
