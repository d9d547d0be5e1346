import type { FloatArray, Targets } from '../../backend/backend.js';
import type { Batches } from './batches.js';
import type { Samples } from './inputs.js';

/** Whether two batches can be trained as one data set: of the same kinds of inputs, targets and weights. */
export function canJoin(a: Batches, b: Batches): boolean {
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

/** Batches that can be joined as one, their samples one behind the other. */
export function join(batches: readonly Batches[]): Batches {
  const [first] = batches;
  if (!first || batches.length === 1) return first ?? { inputs: [], name: 'x' };
  const inputs = first.inputs.map((one, index) =>
    joinInputs(
      one,
      batches.flatMap((batch) => batch.inputs[index] ?? []),
    ),
  );
  const targets = (first.targets ?? []).map((one, index) =>
    joinTargets(
      one,
      batches.flatMap((batch) => batch.targets?.[index] ?? []),
    ),
  );
  return { inputs, name: first.name, targets };
}

function joinInputs(first: Samples, all: readonly Samples[]): Samples {
  const length = all.reduce((sum, samples) => sum + samples.length, 0);
  const data = concatenate(all.map((samples) => samples.data));
  return { ...first, data, length, shape: [length, ...first.shape.slice(1)] };
}

function joinTargets(first: Targets, all: readonly Targets[]): Targets {
  const weights = first.weights && {
    weights: concatenate(all.flatMap((targets): FloatArray[] => (targets.weights ? [targets.weights] : []))),
  };
  if ('labels' in first) {
    return {
      labels: concatenate(all.flatMap((targets) => ('labels' in targets ? [targets.labels] : []))),
      ...weights,
    };
  }
  const values = concatenate(
    all.flatMap((targets): FloatArray[] => ('values' in targets ? [targets.values] : [])),
  );
  return { values, width: first.width, ...weights };
}

interface Numbers {
  readonly length: number;
  set(values: ArrayLike<number>, offset: number): void;
}

/** Arrays of one type. */
function concatenate<A extends Numbers & ArrayLike<number>>(parts: readonly A[]): A {
  const [first] = parts;
  if (!first) throw new Error('there is at least one part');
  if (parts.length === 1) return first;
  const Type = first.constructor as new (length: number) => A;
  const all = new Type(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
