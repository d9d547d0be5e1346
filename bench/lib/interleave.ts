import type { Contender } from './contenders.js';
import { productFlops, productName, PRODUCTS } from './products.js';
import { type Spread, spread } from './statistics.js';

const LEAST_ACCURACY = 0.9;
const GEMM_ROUNDS = 5;

export interface EpochResult extends Spread, Omit<Contender, 'worker'> {
  /** Seconds of the first epoch of the process. */
  readonly cold: number;
  /** Seconds of each epoch after it, in the order of the rounds. */
  readonly seconds: readonly number[];
  /** Share of the test images that are classified correctly after all epochs. */
  readonly accuracy: number;
}

export interface GemmResult extends Spread {
  readonly name: string;
  readonly product: string;
  readonly flops: number;
  /** Median seconds of each round. */
  readonly seconds: readonly number[];
}

/**
 * Times one cold epoch of each contender, then `rounds` rounds in the order A B C …
 *
 * @throws where a contender has not learned
 */
export async function interleaveEpochs(
  contenders: readonly Contender[],
  rounds: number,
): Promise<EpochResult[]> {
  const times = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [{ worker }, seconds] of times) {
      seconds.push((await worker.request<{ seconds: number }>('epoch')).seconds);
    }
  }
  const results: EpochResult[] = [];
  for (const [{ worker, ...contender }, [cold = NaN, ...seconds]] of times) {
    const { accuracy } = await worker.request<{ accuracy: number }>('accuracy');
    if (!(accuracy > LEAST_ACCURACY)) {
      throw new Error(`${contender.name} did not learn: test accuracy ${accuracy}`);
    }
    results.push({ ...contender, ...spread(seconds), cold, seconds, accuracy });
  }
  return results;
}

/** Times all float32 products, each contender in turn. */
export async function interleaveGemm(contenders: readonly Contender[]): Promise<GemmResult[]> {
  const results: GemmResult[] = [];
  for (const product of PRODUCTS) {
    const times = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
    for (let round = 0; round < GEMM_ROUNDS; round++) {
      for (const [{ worker }, seconds] of times) {
        const request = ['gemm', 'float32', ...product].join(' ');
        seconds.push((await worker.request<{ seconds: number }>(request)).seconds);
      }
    }
    for (const [{ name }, seconds] of times) {
      results.push({
        name,
        product: productName(product),
        flops: productFlops(product),
        ...spread(seconds),
        seconds,
      });
    }
  }
  return results;
}
