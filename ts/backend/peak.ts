/** Shortest run in milliseconds, so that neither the clock's resolution nor a core's start-up matters. */
const MIN_MS = 10;
const RUNS = 5;

/** The best rate of several runs in GFLOP/s; `work` runs so many rounds and returns the number of operations. */
export function measurePeak(work: (rounds: number) => number): number {
  let rounds = 1024;
  while (rateOf(work, rounds).milliseconds < MIN_MS) rounds *= 2;
  return Math.max(...Array.from({ length: RUNS }, () => rateOf(work, rounds).rate));
}

function rateOf(work: (rounds: number) => number, rounds: number) {
  const start = performance.now();
  const operations = work(rounds);
  const milliseconds = performance.now() - start;
  return { milliseconds, rate: operations / milliseconds / 1e6 };
}
