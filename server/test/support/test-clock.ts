/** A clock that stands still until it is moved; it starts at the real instant so that the database agrees. */
export type TestClock = (() => number) & { advance(ms: number): void };

export function createTestClock(start: number = Date.now()): TestClock {
  let now = start;
  return Object.assign(() => now, { advance: (ms: number) => void (now += ms) });
}
