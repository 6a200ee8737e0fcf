import { loadavg } from 'node:os';

/** Of the last minute, five and fifteen: `0.40 0.55 0.61`. */
export function loadAverage(): string {
  return loadavg()
    .map((load) => load.toFixed(2))
    .join(' ');
}
