import { EPOCH_FLOPS } from './experiment.js';
import type { EpochResult, GemmResult } from './interleave.js';
import { productFlops, productName, PRODUCTS } from './products.js';
import { type Spread, spread } from './statistics.js';
import { gflops, ratio, seconds, secondsRange, table } from './table.js';

export function epochTable(results: readonly EpochResult[]): string {
  const rows = results.map((result) => [
    result.label,
    seconds(result.median),
    secondsRange(result),
    seconds(result.cold),
    gflops(EPOCH_FLOPS, result.median),
    result.peak?.toFixed(0) ?? '',
    `${(100 * result.accuracy).toFixed(2)} %`,
  ]);
  return table(['contender', 'epoch', 'p25 – p75', 'cold', 'GFLOP/s', 'FMA peak', 'accuracy'], rows);
}

/** How many times as fast each of ours is as each peer, and as plain WebAssembly. */
export function ratioTable(results: readonly EpochResult[]): string {
  const others = results.filter(({ ours, name }) => !ours || name === 'wasm');
  const rows = results
    .filter(({ ours }) => ours)
    .map((mine) => [
      mine.name,
      ...others.map((other) => (other === mine ? '' : ratio(pairwise(mine, other)))),
    ]);
  return table(['times as fast as', ...others.map(({ name }) => name)], rows);
}

export function gemmTable(results: readonly GemmResult[]): string {
  const names = [...new Set(results.map(({ name }) => name))];
  const rows = PRODUCTS.map((product) => {
    const measured = results.filter((result) => result.product === productName(product));
    const rates = measured.map(({ median }) => gflops(productFlops(product), median));
    return [productName(product), ...rates, ratio(pairwise(measured.at(0)!, measured.at(-1)!))];
  });
  return table(['product', ...names, `${names.at(0)!} ÷ ${names.at(-1)!}`], rows);
}

/** Speed of `mine` relative to `other`, comparing the times of the same round. */
function pairwise(mine: Rounds, other: Rounds): Spread {
  return spread(mine.seconds.map((time, round) => other.seconds[round]! / time));
}

interface Rounds {
  readonly seconds: readonly number[];
}
