import { integer } from '../checks.js';

const MASK = (1n << 64n) - 1n;

/**
 * A seeded stream of random numbers, the same that the kernels' generator gives, without loading a backend:
 * xoshiro256++ (Blackman, Vigna, ACM TOMS 47, 2021), seeded by SplitMix64. Each of its 64-bit words is kept as two 32-bit
 * words, as BigInt arithmetic would be many times slower.
 */
export class Random {
  /** The four 64-bit words of the state, the lower half of each first. */
  readonly #state = new Uint32Array(8);
  /** Upper and lower half of the latest random word. */
  #high = 0;
  #low = 0;
  /** The second of two normal numbers that the polar method gives at once. */
  #nextNormal: number | undefined;

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

  /** A number of the uniform distribution in [0, 1), with 53 random bits. */
  uniform(): number {
    this.#next();
    return (this.#high * 2 ** 21 + (this.#low >>> 11)) * 2 ** -53;
  }

  /** A number of the standard normal distribution, by Marsaglia's polar method. */
  normal(): number {
    if (this.#nextNormal !== undefined) {
      const normal = this.#nextNormal;
      this.#nextNormal = undefined;
      return normal;
    }
    for (;;) {
      const [u, v] = [2 * this.uniform() - 1, 2 * this.uniform() - 1];
      const s = u * u + v * v;
      if (s === 0 || s >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(s)) / s);
      this.#nextNormal = v * factor;
      return u * factor;
    }
  }

  /** A whole number in 0 … bound - 1, without bias (Lemire, "Fast random integer generation in an interval", 2019). */
  below(bound: number): number {
    const threshold = 2 ** 32 % bound;
    for (;;) {
      this.#next();
      const high = this.#high;
      if (Math.imul(high, bound) >>> 0 < threshold) continue;
      // The upper 32 bits of high · bound, in two steps of 16 bits: the product may need more than the 53 of a double.
      return Math.floor(((high >>> 16) * bound + Math.floor(((high & 0xffff) * bound) / 65_536)) / 65_536);
    }
  }

  /** Shuffles values in place (Fisher, Yates). */
  shuffle<Values extends Uint32Array>(values: Values): Values {
    for (let last = values.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      const value = values[last] ?? 0;
      values[last] = values[other] ?? 0;
      values[other] = value;
    }
    return values;
  }

  /** The numbers 0 … count - 1 in random order. */
  permutation(count: number): Uint32Array {
    return this.shuffle(Uint32Array.from({ length: count }, (_, index) => index));
  }

  /**
   * One step of xoshiro256++, on pairs of 32-bit words:
   *
   *     result = rotl(s0 + s3, 23) + s0;  t = s1 << 17
   *     s2 ^= s0;  s3 ^= s1;  s1 ^= s2;  s0 ^= s3;  s2 ^= t;  s3 = rotl(s3, 45)
   *
   * s0 … s3 are (a, A), (b, B), (c, C) and (d, D), the lower half in lower case.
   */
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
    // A rotation by 45 exchanges the halves (32) and rotates by 13.
    const [e, E] = [d ^ b, D ^ B];
    s[6] = (E << 13) | (e >>> 19);
    s[7] = (e << 13) | (E >>> 19);
  }
}

function rotate(value: bigint, by: bigint): bigint {
  return ((value << by) | (value >> (64n - by))) & MASK;
}

/** The seed that was passed, checked, or a random one. */
export function readSeed(seed: number | undefined, operation: string): number {
  return seed === undefined ? Math.floor(Math.random() * 2 ** 32) : integer(seed, 'seed', operation, 0);
}
