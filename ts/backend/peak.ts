/** Long enough that neither the clock's grain nor a core's start-up matters, in milliseconds. */
const LONG_ENOUGH = 10;
const RUNS = 5;

/** The best rate of several runs in GFLOP/s; `work` does so many rounds and answers how many operations they were. */
export function measurePeak(work: (rounds: number) => number): number {
  let rounds = 1024;
  while (rateOf(work, rounds).milliseconds < LONG_ENOUGH) rounds *= 2;
  return Math.max(...Array.from({ length: RUNS }, () => rateOf(work, rounds).rate));
}

function rateOf(work: (rounds: number) => number, rounds: number) {
  const start = performance.now();
  const operations = work(rounds);
  const milliseconds = performance.now() - start;
  return { milliseconds, rate: operations / milliseconds / 1e6 };
}
