import type { ArrayLike, DType, NdArray } from '../array.js';
import type { Dataset, FloatArray, Totals } from '../backend/backend.js';
import { kernels } from '../backend/select.js';
import { checkOptions, positiveInteger } from '../checks.js';
import { ArgumentError } from '../errors.js';
import type { Shape } from '../shape.js';
import { compiled, type CompileOptions, readCompileOptions } from './compile.js';
import { train } from './fit.js';
import { chooseBatchSize, type FitOptions, type FitSettings, readFitOptions } from './fitOptions.js';
import { History } from './history.js';
import { Network, type Training } from './network.js';
import { countValues, type Plan } from './plan.js';
import { type Batches, splitValidation, toDataset } from './samples/batches.js';
import { readInputs } from './samples/inputs.js';
import { readTargets } from './samples/targets.js';
import { streams } from './streams.js';
import { summaryText } from './summary.js';
import { readWeights } from './weights.js';

/** Means over some samples. */
export interface Evaluation {
  readonly loss: number;
  /** Where `compile` asked for it. */
  readonly accuracy?: number;
}

export interface PassOptions {
  /** Samples in one pass, by default as many as in training: bounds the memory, not the result. */
  readonly batchSize?: number | undefined;
}

export interface SummaryOptions {
  /** Where the text goes; the console by default. */
  readonly print?: ((text: string) => void) | undefined;
}

/** A stack of layers with its weights, made by `sequential`. */
export class Sequential {
  /** The history of the latest `fit`, also while it runs. */
  history: History | undefined;
  readonly #plan: Plan;
  readonly #network: Network;
  /** Over all calls of `fit`, so that no two epochs share their order of samples. */
  #epochsBegun = 0;

  /** @internal */
  constructor(
    readonly name: string,
    readonly dtype: DType,
    /** The initial weights and the shuffling follow from it. */
    readonly seed: number,
    plan: Plan,
  ) {
    this.#plan = plan;
    this.#network = new Network(plan, dtype, seed);
  }

  /** Shape of one input sample. */
  get inputShape(): Shape {
    return this.#plan.inputShape;
  }

  /** Shape of the output for one sample. */
  get outputShape(): Shape {
    return this.#plan.outputShape;
  }

  /**
   * Settles how the model is trained. The weights stay; so does the velocity where both the old and the new
   * optimizer have momentum.
   *
   * @throws ArgumentError for an unknown optimizer, loss, metric or option, or while `fit` runs
   * @example net.compile({ optimizer: optimizers.sgd({ learningRate: 3 }), loss: 'quadratic', metrics: ['accuracy'] })
   */
  compile(options: CompileOptions): void {
    this.#refuseWhileFitting('compile');
    this.#network.configure({ training: readCompileOptions(options) });
  }

  /**
   * Trains on samples x [n, …inputShape] with targets y: [n, …outputShape], or class labels [n].
   *
   * Each epoch takes all samples once, `batchSize` in a step, in a new random order. Work is done in slices of
   * about 50 ms, between which other events are handled. A loss that becomes NaN or infinite ends the training
   * with the status `diverged`, the signal with `aborted`; either way the model stays usable.
   *
   * @throws ArgumentError before anything is changed: for options out of range, empty data, values that are not
   * finite, labels out of range, a model that is not compiled or is being fitted already
   * @throws ShapeError for samples or targets of another size than the model's
   * @throws DTypeError for arguments of a wrong type
   * @example const { status, history } = await net.fit(x, y, { epochs: 30, batchSize: 10, validationData: [xt, yt] })
   */
  async fit(x: ArrayLike, y: ArrayLike, options: FitOptions = {}): Promise<History> {
    this.#refuseWhileFitting('fit');
    const training = compiled(this.#network.training, 'fit');
    const settings = readFitOptions(options);
    const [data, split] = splitValidation(
      this.#read(x, y, ['x', 'y'], training, 'fit'),
      settings.validationSplit,
    );
    const validation = split ?? this.#readValidation(settings, training);
    const batchSize = chooseBatchSize(settings.batchSize, data.inputs.length);

    const datasets: Dataset[] = [];
    const load = (batches: Batches, name: string) => {
      const dataset = toDataset(batches, name, this.dtype, 'fit');
      datasets.push(dataset);
      return dataset;
    };
    this.#network.isPinned = true;
    try {
      const samples = data.inputs.length;
      const loaded = load(data, 'x');
      const loadedValidation = validation && load(validation, split ? 'x' : 'validationData[0]');
      this.#network.configure({ batchSize });
      this.history = new History();
      await train({
        ...settings,
        batchSize,
        samples,
        steps: Math.ceil(samples / batchSize),
        network: this.#network,
        training,
        data: loaded,
        validation: loadedValidation,
        shuffle: settings.shuffle ? (epoch) => this.#shuffler(settings.seed, epoch) : undefined,
        history: this.history,
      });
      return this.history;
    } catch (error) {
      if (this.history?.status === 'running') this.history.end('failed');
      throw error;
    } finally {
      for (const dataset of datasets) dataset.free();
      this.#network.isPinned = false;
    }
  }

  /**
   * Mean loss, and accuracy where `compile` asked for it, over samples x [n, …inputShape] with targets y.
   *
   * @throws ArgumentError, ShapeError, DTypeError as `fit` does
   * @example const { loss, accuracy } = net.evaluate(x, y)
   */
  evaluate(x: ArrayLike, y: ArrayLike, options: PassOptions = {}): Evaluation {
    const training = compiled(this.#network.training, 'evaluate');
    const data = this.#read(x, y, ['x', 'y'], training, 'evaluate');
    const totals = this.#pass(data, options, 'evaluate', (dataset) =>
      this.#network.program.evaluate(dataset),
    );
    return means(totals, training);
  }

  /**
   * Outputs for samples x [n, …inputShape]: `{ data, shape: [n, …outputShape] }`.
   *
   * @throws ArgumentError, ShapeError, DTypeError as `fit` does
   * @example const { data, shape } = net.predict(x)
   */
  predict(x: ArrayLike, options: PassOptions = {}): NdArray<FloatArray> {
    const inputs = readInputs(x, 'x', this.#plan, this.dtype, 'predict');
    const data = this.#pass({ inputs }, options, 'predict', (dataset) =>
      this.#network.program.predict(dataset),
    );
    return { data, shape: [inputs.length, ...this.outputShape] };
  }

  /**
   * The gradient of the mean loss over the samples with respect to every weight, in the order of `getWeights`,
   * with the accuracy where `compile` asked for it. All samples are taken in one batch.
   *
   * @throws ArgumentError, ShapeError, DTypeError as `fit` does
   * @example const { loss, gradients } = net.gradients(x, y)
   */
  gradients(x: ArrayLike, y: ArrayLike): Evaluation & { readonly gradients: NdArray<FloatArray>[] } {
    const training = compiled(this.#network.training, 'gradients');
    const data = this.#read(x, y, ['x', 'y'], training, 'gradients');
    const samples = data.inputs.length;
    const order = Uint32Array.from({ length: samples }, (_, index) => index);
    return this.#network.withBatch(samples, (program) => {
      const dataset = toDataset(data, 'x', this.dtype, 'gradients');
      try {
        const totals = program.gradients(dataset, order);
        return { ...means(totals, training), gradients: this.#network.read('gradients', program) };
      } finally {
        dataset.free();
      }
    });
  }

  /** Copies of all weights as `{ data, shape }`, layer by layer, in Keras' order: kernel, bias. */
  getWeights(): NdArray<FloatArray>[] {
    return this.#network.read('parameters');
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
      this.#network.program.write('parameters', index, values);
    });
  }

  /** Number of weights of all layers. */
  countParams(): number {
    return countValues(this.#plan.parameters);
  }

  /** Prints the layers with their output shapes and numbers of parameters as a table, which it also returns. */
  summary(options: SummaryOptions = {}): string {
    checkOptions(options, ['print'], 'summary');
    const text = summaryText(this.name, this.dtype, this.#plan);
    // eslint-disable-next-line no-console -- it prints by default, as in Keras
    (options.print ?? console.log)(text);
    return text;
  }

  #read(x: unknown, y: unknown, names: [string, string], training: Training, operation: string): Batches {
    const { dtype } = this;
    const { loss } = training;
    const inputs = readInputs(x, names[0], this.#plan, dtype, operation);
    const units = this.outputShape.reduce((size, dimension) => size * dimension, 1);
    return {
      inputs,
      targets: readTargets(y, names[1], { samples: inputs.length, units, loss, dtype }, operation),
    };
  }

  #readValidation({ validationData }: FitSettings, training: Training): Batches | undefined {
    if (!validationData) return undefined;
    const [x, y] = validationData;
    return this.#read(x, y, ['validationData[0]', 'validationData[1]'], training, 'fit');
  }

  #pass<T>(data: Batches, options: PassOptions, operation: string, use: (dataset: Dataset) => T): T {
    checkOptions(options, ['batchSize'], operation);
    const { batchSize } = options;
    if (batchSize !== undefined) positiveInteger(batchSize, 'batchSize', operation);
    const dataset = toDataset(data, 'x', this.dtype, operation);
    try {
      const isFree = batchSize !== undefined && !this.#network.isPinned;
      if (isFree) this.#network.configure({ batchSize: Math.min(batchSize, data.inputs.length) });
      return use(dataset);
    } finally {
      dataset.free();
    }
  }

  #shuffler(seed: number | undefined, epoch: number) {
    const begun = this.#epochsBegun++;
    return kernels.generator(seed ?? this.seed, streams.shuffle(seed === undefined ? begun : epoch));
  }

  #refuseWhileFitting(operation: string): void {
    if (!this.#network.isPinned) return;
    throw new ArgumentError({
      code: 'busy',
      operation,
      actual: 'the model is being fitted',
      expected: 'that must be over first',
      remedy: 'await the promise of the first fit',
    });
  }
}

function means({ loss, correct, samples }: Totals, training: Training): Evaluation {
  return { loss: loss / samples, ...(training.accuracy && { accuracy: correct / samples }) };
}
