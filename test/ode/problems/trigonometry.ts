const TURN = 2 * Math.PI;

/**
 * The sine by its power series, with + − × ÷ only, so that it is bitwise identical in `problems.py`; `Math.sin` and
 * Python's `math.sin` differ in the last bit.
 */
export function sine(x: number): number {
  const r = x - TURN * Math.floor(x / TURN + 0.5);
  let sum = 1;
  for (let k = 26; k > 0; k -= 2) sum = 1 - (r * r * sum) / (k * (k + 1));
  return r * sum;
}

/** The cosine, as the sine of x plus a quarter turn. */
export const cosine = (x: number) => sine(x + TURN / 4);
