const MASK = (1n << 64n) - 1n;

/**
 * A seeded stream of random numbers, the same that the kernels' generator gives, without loading a backend:
 * xoshiro256++ (Blackman, Vigna, ACM TOMS 47, 2021), seeded by SplitMix64.
 */
export class Random {
  #state: [bigint, bigint, bigint, bigint];
  #spare: number | undefined;

  /** The stream numbered `stream` of `seed`. */
  constructor(seed: number, stream: number) {
    let mixer = BigInt(seed) ^ rotate((BigInt(stream) * 0xd1342543de82ef95n) & MASK, 32n);
    const next = (): bigint => {
      mixer = (mixer + 0x9e3779b97f4a7c15n) & MASK;
      let z = mixer;
      z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
      z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
      return z ^ (z >> 31n);
    };
    this.#state = [next(), next(), next(), next()];
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return Number(this.#next() >> 11n) * 2 ** -53;
  }

  /** Of the standard normal distribution, by Marsaglia's polar method. */
  normal(): number {
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare;
    }
    for (;;) {
      const [u, v] = [2 * this.uniform() - 1, 2 * this.uniform() - 1];
      const s = u * u + v * v;
      if (s === 0 || s >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(s)) / s);
      this.#spare = v * factor;
      return u * factor;
    }
  }

  #next(): bigint {
    let [a, b, c, d] = this.#state;
    const result = (rotate((a + d) & MASK, 23n) + a) & MASK;
    const shifted = (b << 17n) & MASK;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 45n);
    this.#state = [a, b, c, d];
    return result;
  }
}

function rotate(value: bigint, by: bigint): bigint {
  return ((value << by) | (value >> (64n - by))) & MASK;
}
