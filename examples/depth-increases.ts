/**
 * Counts how often a depth is larger than the previous one, and the same for sums of three depths in a row (Advent of
 * Code 2021, day 1).
 *
 *     npx tsx examples/depth-increases.ts [file with one depth a line]
 */
import * as np from 'ferrograd/numpy';

const example = np.array([199, 200, 208, 210, 200, 207, 240, 269, 260, 263]);
const path = process.argv[2];
const depths = path === undefined ? example : await np.loadtxt(path);

console.log(`increases: ${increases(depths)}`);
const sums = np.convolve(depths, np.ones([3]), 'valid');
console.log(`increases of sums of three: ${increases(sums)}`);

function increases(values: np.NDArrayCore): number {
  return Number(np.sum(np.greater(np.diff(values), 0)));
}
