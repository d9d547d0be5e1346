const TURN = 2 * Math.PI;

/**
 * The sine by its power series, of + − × only: the same bits in JavaScript and in `problems.py`, where `Math.sin` and
 * `math.sin` differ in their last.
 */
export function sine(x: number): number {
  const r = x - TURN * Math.floor(x / TURN + 0.5);
  let sum = 1;
  for (let k = 26; k > 0; k -= 2) sum = 1 - (r * r * sum) / (k * (k + 1));
  return r * sum;
}

/** The cosine as the sine of a quarter turn more. */
export const cosine = (x: number) => sine(x + TURN / 4);
