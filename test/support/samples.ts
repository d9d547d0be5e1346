/** Samples of a width, irregular but the same each time; another seed gives other ones. */
export function waveRows(count: number, width: number, seed = 1): number[][] {
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: width }, (_, j) => Math.sin(1 + 7.3 * i + 3.1 * j + seed)),
  );
}

/** Labels that go through all classes when 5 does not divide their number. */
export function cycledLabels(count: number, classes: number): number[] {
  return Array.from({ length: count }, (_, i) => (i * 5) % classes);
}
