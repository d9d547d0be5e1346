import { type DType, type NDArray, NDArrayCore, random as all } from '#vendor/numpy-ts.js';

import { asarray } from './arrays.js';
import { checkRange } from './corrected.js';

type Size = number | number[];

/** Returns a number, or an array of the shape that is passed. */
interface Shaped {
  (): number;
  (first: number, ...shape: number[]): NDArray;
}

/** Returns a number, or an array of the size that is passed. */
interface Sized {
  (): number;
  (size: Size): NDArray;
}

/** A distribution with two parameters, both with defaults. */
interface OfTwo {
  (first?: number, second?: number): number;
  (first: number, second: number, size: Size): NDArray;
}

interface Integers {
  (low: number, high?: number | null): number;
  (low: number, high: number | null | undefined, size: Size, dtype?: DType): NDArray;
}

interface Choice {
  (a: number | NDArrayCore): number;
  (a: number | NDArrayCore, size: Size, replace?: boolean, p?: NDArrayCore | number[]): NDArray;
}

interface Common {
  readonly random: Sized;
  readonly standard_normal: Sized;
  readonly normal: OfTwo;
  readonly uniform: OfTwo;
  readonly choice: Choice;
  readonly permutation: (x: number | NDArrayCore) => NDArray;
  readonly shuffle: (x: NDArrayCore) => void;
}

/** A generator with a state of its own, as `numpy.random.Generator`. */
export interface Generator
  extends Omit<ReturnType<typeof all.default_rng>, keyof Common | 'integers'>, Common {
  readonly integers: Integers;
}

interface Random extends Omit<typeof all, keyof Common | 'default_rng'>, Common {
  readonly rand: Shaped;
  readonly randn: Shaped;
  readonly randint: Integers;
  readonly default_rng: (seed?: number) => Generator;
}

/**
 * Random numbers, bitwise identical to NumPy's: after `np.random.seed(42)` those of `np.random`, from `default_rng(42)`
 * those of NumPy's PCG64.
 *
 * @throws ArgumentError `empty-range` for random integers from an empty range
 * @example
 * np.random.seed(1);
 * const weights = np.random.randn(3, 2);
 */
export const random = {
  ...all,
  randint: checked(all.randint, 'randint'),
  permutation: rowMajor(all.permutation),
  default_rng: (seed?: number) => {
    const generator = all.default_rng(seed);
    return {
      ...generator,
      integers: checked(generator.integers, 'integers'),
      permutation: rowMajor(generator.permutation),
    };
  },
} as unknown as Random;

function checked(draw: (...args: never[]) => unknown, operation: string): (...args: unknown[]) => unknown {
  return (low, high, ...more) => {
    checkRange(low as number, high as number | undefined, operation);
    return draw(...([low, high, ...more] as never[]));
  };
}

function rowMajor(draw: (x: never) => unknown): (x: unknown) => unknown {
  return (x) => draw((x instanceof NDArrayCore ? x.copy() : typeof x === 'number' ? x : asarray(x)) as never);
}
