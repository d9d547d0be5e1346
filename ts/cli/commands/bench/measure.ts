/** Each measurement goes on for so long, in milliseconds. */
const DURATION = 200;

/** The median time of a call in milliseconds, after a first one that does not count. */
export function median(work: () => void): number {
  work();
  const times: number[] = [];
  const end = performance.now() + DURATION;
  do {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  } while (performance.now() < end);
  return times.sort((a, b) => a - b)[times.length >> 1] ?? NaN;
}
