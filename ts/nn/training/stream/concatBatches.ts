import type { Targets } from '../../../backend/backend.js';
import type { SampleBatches } from '../../samples/batches.js';
import type { Samples } from '../../samples/inputs.js';

/** Whether two batches can become one data set: their inputs, targets and weights are of the same kinds. */
export function canConcat(a: SampleBatches, b: SampleBatches): boolean {
  const inputs = a.inputs.every((one, index) => isAlike(one, b.inputs[index]));
  const targets = (a.targets ?? []).every((one, index) => hasSameKind(one, b.targets?.[index]));
  return inputs && targets;
}

function isAlike(a: Samples, b: Samples | undefined): boolean {
  return a.scale === b?.scale && a.data.constructor === b.data.constructor;
}

function hasSameKind(a: Targets, b: Targets | undefined): boolean {
  return b !== undefined && 'labels' in a === 'labels' in b && !a.weights === !b.weights;
}

/**
 * Concatenates batches into memory that is reused by the next call: fresh memory each time costs more in page faults than
 * the copy. See docs/decisions/networks.md#streams-train-what-is-ready-in-one-call
 */
export class BatchConcatenator {
  /** Memory for the samples of each input. */
  readonly #buffers: Samples['data'][] = [];

  /** Concatenates batches for which `canConcat` holds; the result is valid until the next call. */
  concat(batches: readonly SampleBatches[]): SampleBatches {
    const [first] = batches;
    if (!first || batches.length === 1) return first ?? { inputs: [], name: 'x' };
    const inputs = first.inputs.map((one, index) => {
      const all = collect(batches, ({ inputs }) => inputs[index]);
      return this.#concatInputs(index, one, all);
    });
    const targets = first.targets?.map((one, index) => {
      const all = collect(batches, ({ targets }) => targets?.[index]);
      return concatTargets(one, all);
    });
    return { inputs, name: first.name, ...(targets && { targets }) };
  }

  #concatInputs(index: number, first: Samples, all: readonly Samples[]): Samples {
    const length = all.reduce((sum, samples) => sum + samples.length, 0);
    const parts = collect(all, ({ data }) => data);
    const data = fill(this.#buffer(index, first.data, length * first.features), parts);
    return { ...first, data, length, shape: [length, ...first.shape.slice(1)] };
  }

  /** Reused memory for so many values of the same element type. */
  #buffer(index: number, like: Samples['data'], size: number): Samples['data'] {
    const known = this.#buffers[index];
    if (known?.constructor === like.constructor && known.length >= size) return known.subarray(0, size);
    return (this.#buffers[index] = emptyLike(like, size));
  }
}

function concatTargets(first: Targets, all: readonly Targets[]): Targets {
  const weights = first.weights && { weights: concatenate(first.weights, all, ({ weights }) => weights) };
  if ('labels' in first) {
    const labels = concatenate(first.labels, all, (targets) => 'labels' in targets && targets.labels);
    return { labels, ...weights };
  }
  const values = concatenate(first.values, all, (targets) => 'values' in targets && targets.values);
  return { values, width: first.width, ...weights };
}

interface Numbers {
  readonly length: number;
  set(values: ArrayLike<number>, offset: number): void;
}

/** Concatenates one array of each, in an array of the type of `first`. */
function concatenate<A extends Numbers & ArrayLike<number>, T>(
  first: A,
  all: readonly T[],
  part: (one: T) => A | false | undefined,
): A {
  const parts = collect(all, part);
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  return fill(emptyLike(first, size), parts);
}

/** One part of each, where it is there. */
function collect<T, Part>(all: readonly T[], part: (one: T) => Part | false | undefined): Part[] {
  const parts: Part[] = [];
  for (const one of all) {
    const value = part(one);
    if (value) parts.push(value);
  }
  return parts;
}

function emptyLike<A extends Numbers>(like: A, size: number): A {
  return new (like.constructor as new (size: number) => A)(size);
}

/** Copies the parts one behind the other. */
function fill<A extends Numbers>(all: A, parts: readonly (A & ArrayLike<number>)[]): A {
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
