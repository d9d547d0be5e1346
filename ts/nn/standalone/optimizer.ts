import type { DType } from '../../array.js';
import { toFloats } from '../../convert/floats.js';
import { ShapeError } from '../../errors.js';
import { sameShape, type Shape, shapeText, sizeOf } from '../../shape.js';
import { zeros } from '../initializers/initializer.js';
import { Executor } from '../compile/executor.js';
import type { OptimizerDefinition } from '../contracts.js';
import type { Plan } from '../compile/plan.js';
import type { Trained } from './builtLayer.js';
import { areLayers, ofArrays, ofLayers } from './updateTargets.js';

/**
 * An optimizer for training loops written by the user: it updates parameters that others own, and keeps their state by their
 * index in the list.
 */
export class StandaloneOptimizer {
  steps = 0;
  epoch = 0;
  #executor: Executor | undefined;
  #shapes: readonly Shape[] = [];

  constructor(readonly optimizer: OptimizerDefinition) {}

  /** Learning rate of the next step. */
  get rate(): number {
    const { schedule } = this.optimizer;
    return schedule.rate(schedule.per === 'epoch' ? this.epoch : this.steps);
  }

  step(parameters: unknown, gradients: unknown): void {
    if (areLayers(parameters, 'step')) {
      this.#update(ofLayers(parameters, 'step'));
      for (const layer of parameters) layer.constrain();
    } else {
      this.#update(ofArrays(parameters as readonly unknown[], gradients, 'step'));
    }
    this.steps += 1;
  }

  #update(targets: readonly Trained[]): void {
    const executor = this.#executorFor(targets);
    if (!executor) return;
    const { program } = executor;
    targets.forEach(({ values, gradient }, index) => {
      program.write('parameters', index, toFloats(values, 1, executor.dtype));
      program.write('gradients', index, toFloats(gradient, 1, executor.dtype));
    });
    program.optimize(this.rate);
    targets.forEach((target, index) => {
      const changed = program.read('parameters', index);
      target.write(toFloats(changed, 1, target.values instanceof Float32Array ? 'float32' : 'float64'));
    });
  }

  /** The executor that holds the optimizer's state, made at the first step; undefined where there are no weights. */
  #executorFor(targets: readonly Trained[]): Executor | undefined {
    const shapes = targets.map(({ shape }) => shape);
    if (this.steps === 0) {
      this.#shapes = shapes;
      this.#executor = targets.length > 0 ? executorOf(targets, this.optimizer) : undefined;
    }
    const isSame = shapes.length === this.#shapes.length;
    const other = shapes.findIndex((shape, index) => !sameShape(shape, this.#shapes[index] ?? []));
    if (isSame && other < 0) return this.#executor;
    throw new ShapeError({
      code: 'parameters-changed',
      operation: 'step',
      actual: isSame
        ? `${targets[other]?.name ?? ''} has shape ${shapeText(shapes[other] ?? [])}`
        : `${shapes.length} parameters were passed`,
      expected: isSame
        ? `shape ${shapeText(this.#shapes[other] ?? [])}, as in the first step`
        : `${this.#shapes.length} parameters, as in the first step`,
      remedy: 'pass the same parameters in the same order each time, or make another optimizer for these',
    });
  }
}

/** An executor of nothing but these parameters, whose kernels run the optimizer. */
function executorOf(targets: readonly Trained[], optimizer: OptimizerDefinition): Executor {
  const isDouble = targets.some(({ values }) => values instanceof Float64Array);
  const dtype: DType = isDouble ? 'float64' : 'float32';
  const executor = new Executor(planOf(targets), dtype, 0);
  executor.configure({
    batchSize: 1,
    training: { optimizer, losses: [], lossWeights: [], accuracy: false, metrics: [] },
  });
  return executor;
}

/** Each parameter becomes the kernel of a dense layer with one input: a single row, so that no padding lies between. */
function planOf(targets: readonly Trained[]): Plan {
  const sizes = targets.map(({ shape }) => sizeOf(shape));
  return {
    inputs: [{ name: 'input', shape: [1] }],
    outputs: [],
    layers: [],
    outputIds: [],
    parameters: sizes.map((size, index) => ({
      name: 'kernel',
      shape: [1, size],
      initializer: zeros(),
      layer: String(index),
      isTrained: true,
    })),
    kernels: {
      inputShapes: [[1]],
      layers: sizes.map((units) => ({ op: { kind: 'dense', units, bias: false }, inputIds: [0] })),
      outputs: [sizes.length],
    },
  };
}
