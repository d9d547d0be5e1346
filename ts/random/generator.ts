import { integer } from '../checks.js';

const MASK = (1n << 64n) - 1n;

/**
 * A seeded stream of random numbers, the same that the kernels' generator gives, without loading a backend:
 * xoshiro256++ (Blackman, Vigna, ACM TOMS 47, 2021), seeded by SplitMix64. Words of 64 bits are pairs of 32.
 */
export class Random {
  /** Four words, the lower half of each first. */
  readonly #state = new Uint32Array(8);
  #high = 0;
  #low = 0;
  #spare: number | undefined;

  /** The stream numbered `stream` of `seed`. */
  constructor(seed: number, stream: number) {
    let mixer = BigInt(seed) ^ rotate((BigInt(stream) * 0xd1342543de82ef95n) & MASK, 32n);
    for (let word = 0; word < 4; word++) {
      mixer = (mixer + 0x9e3779b97f4a7c15n) & MASK;
      let z = mixer;
      z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
      z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
      z ^= z >> 31n;
      this.#state[2 * word] = Number(z & 0xffffffffn);
      this.#state[2 * word + 1] = Number(z >> 32n);
    }
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    this.#next();
    return (this.#high * 2 ** 21 + (this.#low >>> 11)) * 2 ** -53;
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

  /** Uniform in 0 … bound-1, without bias (Lemire, "Fast random integer generation in an interval", 2019). */
  below(bound: number): number {
    const threshold = 2 ** 32 % bound;
    for (;;) {
      this.#next();
      const high = this.#high;
      if (Math.imul(high, bound) >>> 0 < threshold) continue;
      // The upper half of the product, which is longer than a double.
      return Math.floor(((high >>> 16) * bound + Math.floor(((high & 0xffff) * bound) / 65_536)) / 65_536);
    }
  }

  /** Puts values into random order, in place (Fisher, Yates). */
  shuffle<Values extends Uint32Array>(values: Values): Values {
    for (let last = values.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      const value = values[last] ?? 0;
      values[last] = values[other] ?? 0;
      values[other] = value;
    }
    return values;
  }

  /** 0 … count-1 in random order. */
  permutation(count: number): Uint32Array {
    return this.shuffle(Uint32Array.from({ length: count }, (_, index) => index));
  }

  #next(): void {
    const s = this.#state;
    const [a = 0, A = 0, b = 0, B = 0, c = 0, C = 0, d = 0, D = 0] = s;
    const sum = a + d;
    const low = sum >>> 0;
    const high = (A + D + Number(sum > 0xffffffff)) >>> 0;
    const result = (((low << 23) | (high >>> 9)) >>> 0) + a;
    this.#low = result >>> 0;
    this.#high = (((high << 23) | (low >>> 9)) + A + Number(result > 0xffffffff)) >>> 0;
    s[4] = c ^ a ^ (b << 17);
    s[5] = C ^ A ^ ((B << 17) | (b >>> 15));
    s[2] = b ^ c ^ a;
    s[3] = B ^ C ^ A;
    s[0] = a ^ d ^ b;
    s[1] = A ^ D ^ B;
    // By 45: the halves change places, and 13.
    const [e, E] = [d ^ b, D ^ B];
    s[6] = (E << 13) | (e >>> 19);
    s[7] = (e << 13) | (E >>> 19);
  }
}

function rotate(value: bigint, by: bigint): bigint {
  return ((value << by) | (value >> (64n - by))) & MASK;
}

/** The seed that was passed, or a random one. */
export function readSeed(seed: number | undefined, operation: string): number {
  return seed === undefined ? Math.floor(Math.random() * 2 ** 32) : integer(seed, 'seed', operation, 0);
}
