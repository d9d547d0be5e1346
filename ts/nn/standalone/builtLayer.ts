import type { ArrayLike, DType, NdArray } from '../../array.js';
import type { KernelDataset, FloatArray, Program } from '../../backend/backend.js';
import { boolean, checkOptions } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import type { Shape } from '../../shape.js';
import type { Arrays, LayerDefinition } from '../contracts.js';
import { Executor } from '../compile/executor.js';
import { countValues, type Plan, type PlannedParameter } from '../compile/plan.js';
import { countSamples, inOrder, toDataset } from '../samples/batches.js';
import { readInputs } from '../samples/inputs.js';
import { readWeights } from '../compile/layerWeights.js';
import { readGradient } from './gradients.js';
import { costOfOutputs, costOfWeights } from './penalty.js';

export interface ForwardOptions {
  /** Whether to compute as in training: dropout drops, normalisation takes the batch's statistics. True by default. */
  readonly training?: boolean | undefined;
}

/** Gradients that a backward pass computes from ∂C/∂output. */
export interface LayerGradients<Inputs> {
  /** ∂C/∂input, in the input's shape; a list where the layer has several inputs. */
  readonly inputs: Inputs;
  /** ∂C/∂w of every weight, in the order of `getWeights`. */
  readonly gradients: NdArray<FloatArray>[];
}

/** The last forward pass, as `backward` needs it. */
interface Pass {
  readonly dataset: KernelDataset;
  readonly samples: number;
  readonly shapes: readonly Shape[];
  readonly training: boolean;
  /** Number of the pass, from which the random numbers of dropout follow. */
  readonly step: number;
  readonly program: Program;
  /** Kept only where an activity regularizer needs them. */
  readonly outputs: FloatArray | undefined;
}

/**
 * A layer with weights of its own, made by `layer.build`, for training loops written by the user.
 *
 * @example
 * const dense = layers.dense(3, { activation: 'relu' }).build([2], { seed: 1 });
 * const y = dense.forward([[0, 1], [1, 0]]); // { data, shape: [2, 3] }
 * const { inputs, gradients } = dense.backward(dy);
 */
export class BuiltLayer<Inputs = NdArray<FloatArray>> {
  readonly #plan: Plan;
  readonly #executor: Executor;
  #pass: Pass | undefined;
  #gradients: NdArray<FloatArray>[] | undefined;
  /** Number of forward passes in training; each draws its own random numbers. */
  #trainingPasses = 0;

  /** @internal */
  constructor(
    readonly layer: LayerDefinition,
    readonly dtype: DType,
    /** Seed of the initial weights and of dropout. */
    readonly seed: number,
    plan: Plan,
  ) {
    this.#plan = plan;
    this.#executor = new Executor(plan, dtype, seed, undefined, true);
  }

  get kind(): string {
    return this.layer.kind;
  }

  /** Shape of one sample of each input. */
  get inputShapes(): readonly Shape[] {
    return this.#plan.inputs.map(({ shape }) => shape);
  }

  /** Shape of the output for one sample. */
  get outputShape(): Shape {
    return this.#plan.outputs[0]?.shape ?? [];
  }

  /** Names and shapes of the weights, in the order of `getWeights`; running statistics are not trained. */
  get parameters(): readonly Pick<PlannedParameter, 'name' | 'shape' | 'isTrained'>[] {
    return this.#plan.parameters.map(({ name, shape, isTrained }) => ({ name, shape, isTrained }));
  }

  /** Number of weights. */
  countParams(): number {
    return countValues(this.#plan.parameters);
  }

  /**
   * Outputs for samples x [n, …inputShape]; everything that `backward` needs is saved. The batch may have another size
   * each time.
   *
   * @param x one array; for several inputs a list of them
   * @throws ArgumentError, ShapeError, DTypeError as `predict` of a model does
   * @example const y = dense.forward(x)
   */
  forward(x: Arrays, options: ForwardOptions = {}): NdArray<FloatArray> {
    checkOptions(options, ['training'], 'forward');
    const training = boolean(options.training ?? true, 'training', 'forward');
    const inputs = readInputs(x, 'x', this.#plan, this.dtype, 'forward');
    const samples = countSamples({ inputs });
    const dataset = toDataset({ inputs, name: 'x' }, this.dtype, 'forward');
    try {
      this.#executor.configure({ batchSize: Math.max(samples, this.#executor.batchSize) });
      const { program } = this.#executor;
      const step = this.#trainingPasses;
      program.steps = step;
      const data = program.forward(dataset, inOrder(samples), training);
      this.#pass?.dataset.free();
      this.#pass = {
        dataset,
        samples,
        shapes: inputs.map(({ shape }) => shape),
        training,
        step,
        program,
        outputs: this.#hasActivityPenalty ? data.slice() : undefined,
      };
      if (training) this.#trainingPasses += 1;
      return { data, shape: [samples, ...this.outputShape] };
    } catch (error) {
      if (this.#pass?.dataset !== dataset) dataset.free();
      throw error;
    }
  }

  /**
   * Gradients with respect to inputs and weights from the gradient with respect to the outputs of the last `forward`, by
   * the chain rule. Regularizers add their gradients, as in a mean loss. Running statistics have the gradient 0; in
   * training this pass updates them.
   *
   * @param dy ∂C/∂output, of the output's shape
   * @throws ArgumentError before the first `forward`, or for values that are not finite
   * @throws ShapeError for a gradient of another shape
   * @example const { inputs, gradients } = dense.backward(loss.gradient(y, dense.forward(x)))
   */
  backward(dy: ArrayLike): LayerGradients<Inputs> {
    const pass = this.#pass;
    if (!pass) throw noForward(this.kind);
    const { dataset, samples, shapes, training } = pass;
    const gradient = readGradient(dy, 'dy', [samples, ...this.outputShape], this.dtype, 'backward');
    const program = this.#programOf(pass);
    program.backward(dataset, inOrder(samples), gradient, training);
    const gradients = this.#executor.readGradients(program);
    this.#gradients = gradients;
    const inputs = shapes.map((shape, index) => ({
      data: program.inputGradient(index, samples),
      shape: [...shape],
    }));
    return {
      inputs: (inputs.length === 1 ? inputs[0] : inputs) as Inputs,
      gradients: gradients.map(({ data, shape }) => ({ data: data.slice(), shape })),
    };
  }

  /** Copies of all weights as `{ data, shape }`, in Keras' order: kernel, bias. */
  getWeights(): NdArray<FloatArray>[] {
    return this.#executor.readWeights();
  }

  /**
   * Replaces all weights.
   *
   * @param weights arrays in the order and of the shapes that `getWeights` returns
   * @throws ShapeError for another number of arrays or another shape, before anything is changed
   * @throws ArgumentError for values that are not finite
   */
  setWeights(weights: readonly ArrayLike[]): void {
    readWeights(weights, this.#plan, this.dtype).forEach((values, index) => {
      this.#executor.program.write('parameters', index, values);
    });
  }

  /**
   * What regularizers add to the mean loss: for the current weights, and for the outputs of the last `forward`.
   *
   * @example const total = loss.evaluate(y, output) + dense1.penalty() + dense2.penalty()
   */
  penalty(): number {
    const op = this.#plan.layers[0]?.op ?? {};
    const names = this.#plan.parameters.map(({ name }) => name);
    const weights = this.#executor.readWeights().map(({ data }) => data);
    const { outputs, samples = 1 } = this.#pass ?? {};
    return costOfWeights(op, names, weights) + (outputs ? costOfOutputs(op, outputs) / samples : 0);
  }

  /** @internal The trained weights with the gradients of the last `backward`. */
  trained(operation: string): Trained[] {
    const { parameters } = this.#plan;
    const indices = [...parameters.keys()].filter((index) => parameters[index]?.isTrained);
    const gradients = this.#gradients;
    if (indices.length > 0 && !gradients) throw noGradients(this.kind, operation);
    const { program } = this.#executor;
    return indices.map((index) => ({
      name: `${this.kind}/${parameters[index]?.name ?? ''}`,
      shape: parameters[index]?.shape ?? [],
      values: program.read('parameters', index),
      gradient: gradients?.[index]?.data ?? new Float64Array(),
      write: (values) => this.#executor.program.write('parameters', index, values),
    }));
  }

  /** @internal Projects the weights onto their constraints, where they have some. */
  constrain(): void {
    const isBounded = Object.keys(this.#plan.layers[0]?.op ?? {}).some((name) => name.endsWith('MaxNorm'));
    if (isBounded) this.#executor.program.optimize(0);
  }

  /** Whether an activity regularizer penalises the outputs. */
  get #hasActivityPenalty(): boolean {
    return 'activityL1' in (this.#plan.layers[0]?.op ?? {});
  }

  /** The program that holds what `forward` saved. Where it was evicted or compiled anew, the pass is repeated. */
  #programOf(pass: Pass): Program {
    const { program } = this.#executor;
    if (program !== pass.program) {
      program.steps = pass.step;
      program.forward(pass.dataset, inOrder(pass.samples), pass.training);
      this.#pass = { ...pass, program };
    }
    return program;
  }
}

/** A weight that an optimizer may update. */
export interface Trained {
  readonly name: string;
  readonly shape: Shape;
  readonly values: FloatArray;
  readonly gradient: FloatArray;
  write(values: FloatArray): void;
}

function noForward(kind: string): ArgumentError {
  return new ArgumentError({
    code: 'no-forward',
    operation: 'backward',
    actual: `the ${kind} layer has made no forward pass yet`,
    expected: 'a forward pass whose gradients backward can compute',
    remedy: 'call forward(x) first',
  });
}

function noGradients(kind: string, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'no-gradients',
    operation,
    actual: `the ${kind} layer has no gradients yet`,
    expected: 'a backward pass of each layer before the step',
    remedy: 'call backward(dy) on it first',
  });
}
