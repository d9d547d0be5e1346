import type { ArrayLike, DType, NdArray } from '../../array.js';
import type { Dataset, FloatArray } from '../../backend/backend.js';
import { kernels } from '../../backend/select.js';
import { checkOptions, positiveInteger } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import type { Bytes } from '../../bytes.js';
import { type Shape, sizeOf } from '../../shape.js';
import type { TrainedModel } from '../callbacks/callback.js';
import { type Checkpoint, tensorName } from '../saving/checkpoint.js';
import {
  compiled,
  type CompileOptions,
  measuresAlike,
  readCompileOptions,
} from '../training/compileOptions.js';
import type { Arrays, Evaluation, Training, WeightedOptions } from '../contracts.js';
import { nextRates, train } from '../training/epochLoop.js';
import { type BegunRun, busy, fitting } from '../training/session.js';
import {
  type BatchSource,
  type FitDatasetOptions,
  readFitDatasetOptions,
} from '../training/stream/fitDatasetOptions.js';
import {
  chooseBatchSize,
  type FitOptions,
  type FitSettings,
  readFitOptions,
} from '../training/fitOptions.js';
import type { History, Position } from '../callbacks/history.js';
import { Executor } from '../compile/executor.js';
import { countValues, type Plan, type InputSpec } from '../compile/plan.js';
import { type Standing, standing } from '../training/resumePoint.js';
import { type Batches, countSamples, inOrder, splitValidation, toDataset } from '../samples/batches.js';
import { readInputs } from '../samples/inputs.js';
import { readBatches, type Weights } from '../samples/read.js';
import {
  checkpointBytes,
  type FileSource,
  type LoadWeightsOptions,
  readWeightFile,
  writeCheckpoint,
  writeWeights,
} from '../saving/files.js';
import { RunningMetrics } from '../training/runningMetrics.js';
import { trainStream } from '../training/stream/trainStream.js';
import { streams } from '../../random/streams.js';
import { type SummaryOptions, summaryText } from './summary.js';
import { readWeights } from '../compile/layerWeights.js';

export interface PassOptions {
  /** Samples in one pass, by default as many as in training: bounds the memory, not the result. */
  readonly batchSize?: number | undefined;
}

/** Layers with their weights, made by `sequential` or `model`. */
export class Model implements TrainedModel {
  /** The history of the latest `fit`, also while it runs. */
  history: History | undefined;
  readonly #network: Executor;
  /** Over all calls of `fit`, so that no two epochs share their order of samples. */
  #epochsBegun: number;
  /** How far the latest training is, also while it runs. */
  #progress: Standing;

  /** @internal */
  constructor(
    readonly name: string,
    readonly dtype: DType,
    /** The initial weights, dropout and the shuffling follow from it. */
    readonly seed: number,
    /** @internal */
    readonly plan: Plan,
    start?: Pick<Checkpoint, 'training' | 'state' | 'batchSize' | 'epochsBegun' | 'progress'>,
  ) {
    this.#network = new Executor(plan, dtype, seed, start);
    this.#epochsBegun = start?.epochsBegun ?? 0;
    this.#progress = standing(start?.progress);
  }

  /** Names and shapes of the inputs. */
  get inputs(): readonly InputSpec[] {
    return this.plan.inputs;
  }

  /** Names and shapes of the outputs. */
  get outputs(): readonly InputSpec[] {
    return this.plan.outputs;
  }

  /** Shape of one sample of the first input. */
  get inputShape(): Shape {
    return this.inputs[0]?.shape ?? [];
  }

  /** Shape of the first output for one sample. */
  get outputShape(): Shape {
    return this.outputs[0]?.shape ?? [];
  }

  /**
   * Where the latest training stands, also that of a loaded file: the epoch under way, or the next, and how many of its
   * steps are done. A `fit` whose `initialEpoch` is this epoch goes on with it. Undefined before the first training,
   * and where weights, loss or metrics were replaced since.
   *
   * @example
   * const net = await load('interrupted.safetensors');
   * await net.fit(x, y, { initialEpoch: net.position?.epoch, epochs: 30 });
   */
  get position(): Position | undefined {
    return this.#progress.position;
  }

  /**
   * Settles how the model is trained. The weights stay; so does the state of the optimizer, where the old and the
   * new one are of the same kind.
   *
   * @throws ArgumentError for an unknown optimizer, loss, metric or option, or while `fit` runs
   * @example net.compile({ optimizer: optimizers.sgd({ learningRate: 3 }), loss: 'quadratic', metrics: ['accuracy'] })
   */
  compile(options: CompileOptions): void {
    this.#refuseWhileFitting('compile');
    const training = readCompileOptions(options, this.plan);
    const before = this.#network.training;
    this.#network.configure({ training });
    if (!before || !measuresAlike(before, training)) this.#progress = standing(undefined);
  }

  /**
   * Trains on samples x [n, …inputShape] with targets y: [n, …outputShape], or class labels [n].
   *
   * Each epoch takes all samples once, `batchSize` in a step, in a new random order. Work is done in slices of
   * about 50 ms, between which other events are handled. A loss that becomes NaN or infinite ends the training
   * with the status `diverged`, the signal with `aborted`; either way the model stays usable.
   *
   * Without `initialEpoch` training begins anew. With the epoch in which an earlier `fit` ended, also that of a loaded
   * file, it goes on as if it had never stopped: callbacks get the states that their like had, and of an epoch that was
   * interrupted the remaining samples are trained, where their number, order and batch size are those of before.
   *
   * @throws ArgumentError before anything is changed: for options out of range, empty data, values that are not
   * finite, labels out of range, a model that is not compiled or is being fitted already
   * @throws ShapeError for samples or targets of another size than the model's
   * @throws DTypeError for arguments of a wrong type
   * @example const { status, history } = await net.fit(x, y, { epochs: 30, batchSize: 10, validationData: [xt, yt] })
   */
  async fit(x: Arrays, y: Arrays, options: FitOptions = {}): Promise<History> {
    this.#refuseWhileFitting('fit');
    const training = compiled(this.#network.training, 'fit');
    const settings = readFitOptions(options);
    const all = this.#read(x, y, training, 'fit', settings);
    const [data, split] = splitValidation(all, settings.validationSplit);
    const validation = split ?? this.#readValidation(settings, training, 'fit');
    const samples = countSamples(data);
    const batchSize = chooseBatchSize(settings.batchSize, samples);
    return this.#fitting(validation, async (run, load) => {
      const dataset = load(data);
      this.#network.configure({ batchSize });
      await train({
        ...run,
        ...settings,
        batchSize,
        samples,
        steps: Math.ceil(samples / batchSize),
        feed: { samples, batchSize, shuffle: settings.shuffle, seed: settings.seed ?? null },
        data: dataset,
        targets: data.targets ?? [],
        shuffle: settings.shuffle ? (...epochs) => this.#shuffled(settings.seed, ...epochs) : undefined,
      });
    });
  }

  /**
   * Trains on batches that come one by one, for data larger than memory: each `[x, y]`, or `{ x, y, sampleWeight }`,
   * is one step. The next batch is asked for while the current one is trained, so each needs arrays of its own.
   *
   * Training goes on from a checkpoint as in `fit`, but only the source knows what it gives. It is opened anew, and in an
   * epoch that was interrupted the batches of the steps that are done are taken from it and passed over. So a source
   * that gives every epoch the same batches goes on exactly; one that shuffles, or that does not begin anew with each
   * epoch, has to begin with the order of the epoch `initialEpoch`.
   *
   * @param source an (async) iterable or, as it is needed anew for each epoch, a function that returns one
   * @throws ArgumentError, ShapeError, DTypeError as `fit` does, at the batch that does not fit
   * @example
   * async function* batches() {
   *   for await (const rows of readRows('measurements.csv', 128)) yield [rows.x, rows.y];
   * }
   * await net.fitDataset(batches, { epochs: 5 });
   */
  async fitDataset(source: BatchSource, options: FitDatasetOptions = {}): Promise<History> {
    this.#refuseWhileFitting('fitDataset');
    const training = compiled(this.#network.training, 'fitDataset');
    const settings = readFitDatasetOptions(source, options);
    const validation = this.#readValidation(settings, training, 'fitDataset');
    return this.#fitting(validation, (run) =>
      trainStream({
        ...run,
        ...settings,
        feed: { batchSize: settings.pieceSize ?? null, stepsPerEpoch: settings.stepsPerEpoch ?? null },
        read: ({ x, y, ...weights }) => this.#read(x, y, training, 'fitDataset', weights),
      }),
    );
  }

  /**
   * One step on the given samples, all in one batch. Answers the loss and metrics from before the step. A schedule
   * that counts epochs counts those that were begun so far.
   *
   * @throws ArgumentError, ShapeError, DTypeError as `fit` does
   * @example const { loss } = net.trainOnBatch(x, y)
   */
  trainOnBatch(x: Arrays, y: Arrays, options: WeightedOptions = {}): Evaluation {
    this.#refuseWhileFitting('trainOnBatch');
    checkOptions(options, ['sampleWeight', 'classWeight'], 'trainOnBatch');
    const training = compiled(this.#network.training, 'trainOnBatch');
    const data = this.#read(x, y, training, 'trainOnBatch', options);
    const samples = countSamples(data);
    return this.#network.withBatch(samples, (program) => {
      const dataset = toDataset(data, this.dtype, 'trainOnBatch');
      this.#progress = standing(undefined);
      try {
        const rates = nextRates(this.#network, training, this.#epochsBegun, 1);
        const result = program.train(dataset, inOrder(samples), rates);
        const score = new RunningMetrics(this.plan, training);
        score.add(result.diverged ? { ...result, loss: NaN } : result, program, data.targets ?? []);
        return score.values();
      } finally {
        dataset.free();
      }
    });
  }

  /**
   * Mean loss, and the metrics that `compile` asked for, over samples x [n, …inputShape] with targets y.
   *
   * @throws ArgumentError, ShapeError, DTypeError as `fit` does
   * @example const { loss, accuracy } = net.evaluate(x, y)
   */
  evaluate(x: Arrays, y: Arrays, options: PassOptions & WeightedOptions = {}): Evaluation {
    checkOptions(options, ['batchSize', 'sampleWeight', 'classWeight'], 'evaluate');
    const training = compiled(this.#network.training, 'evaluate');
    const data = this.#read(x, y, training, 'evaluate', options);
    return this.#pass(data, options, 'evaluate', (dataset) => this.#evaluate(dataset, data, training));
  }

  /**
   * Outputs for samples x [n, …inputShape]: `{ data, shape: [n, …outputShape] }`; a list of such arrays where the
   * model has several outputs.
   *
   * @throws ArgumentError, ShapeError, DTypeError as `fit` does
   * @example const { data, shape } = net.predict(x)
   */
  predict(x: Arrays, options: PassOptions = {}): NdArray<FloatArray> {
    checkOptions(options, ['batchSize'], 'predict');
    const [first, ...others] = this.predictAll(x, options);
    if (first && others.length === 0) return first;
    throw severalOutputs(others.length + 1);
  }

  /**
   * The outputs of a model with several, in their order: of each `{ data, shape: [n, …] }`.
   *
   * @throws ArgumentError, ShapeError, DTypeError as `fit` does
   * @example const [digit, style] = net.predictAll(x)
   */
  predictAll(x: Arrays, options: PassOptions = {}): NdArray<FloatArray>[] {
    checkOptions(options, ['batchSize'], 'predictAll');
    const inputs = readInputs(x, 'x', this.plan, this.dtype, 'predict');
    const samples = countSamples({ inputs });
    const values = this.#pass({ inputs, name: 'x' }, options, 'predict', (dataset) =>
      this.#network.program.predict(dataset),
    );
    let start = 0;
    return this.outputs.map(({ shape }) => {
      const from = start;
      start += samples * sizeOf(shape);
      const data = this.outputs.length === 1 ? values : values.slice(from, start);
      return { data, shape: [samples, ...shape] };
    });
  }

  /**
   * The gradient of the mean loss over the samples with respect to every weight, in the order of `getWeights`, with
   * the loss and accuracy. All samples are taken in one batch, and layers behave as in training. Running statistics
   * have the gradient 0.
   *
   * @throws ArgumentError, ShapeError, DTypeError as `fit` does
   * @example const { loss, gradients } = net.gradients(x, y)
   */
  gradients(
    x: Arrays,
    y: Arrays,
    options: WeightedOptions = {},
  ): { readonly loss: number; readonly accuracy?: number; readonly gradients: NdArray<FloatArray>[] } {
    checkOptions(options, ['sampleWeight', 'classWeight'], 'gradients');
    const training = compiled(this.#network.training, 'gradients');
    const data = this.#read(x, y, training, 'gradients', options);
    const samples = countSamples(data);
    return this.#network.withBatch(samples, (program) => {
      const dataset = toDataset(data, this.dtype, 'gradients');
      try {
        const score = new RunningMetrics(this.plan, { ...training, metrics: [] });
        score.add(program.gradients(dataset, inOrder(samples)), program, data.targets ?? []);
        return { ...score.values(), gradients: this.#network.readGradients(program) };
      } finally {
        dataset.free();
      }
    });
  }

  /** Copies of all weights as `{ data, shape }`, layer by layer, in Keras' order: kernel, bias. */
  getWeights(): NdArray<FloatArray>[] {
    return this.#network.readWeights();
  }

  /**
   * Replaces all weights.
   *
   * @param weights arrays in the order and of the shapes that `getWeights` returns
   * @throws ShapeError for another number of arrays or another shape, before anything is changed
   * @throws ArgumentError for values that are not finite
   */
  setWeights(weights: readonly ArrayLike[]): void {
    this.#write(readWeights(weights, this.plan, this.dtype));
  }

  /**
   * Writes the whole model into one safetensors file: layers, weights, optimizer and its state, schedule, random
   * state, the states of callbacks, and how far an epoch is. After `load`, training goes on as if it had never stopped,
   * with the same bits; `fit` says how. A save that is interrupted leaves the file that was there. In a page, the file
   * is offered as a download.
   *
   * @throws DataError for a path that cannot be written
   * @example await net.save('net.safetensors')
   */
  async save(path: string | URL): Promise<void> {
    await writeCheckpoint(path, this.parts);
  }

  /** What `save` writes, as bytes: for storage other than files. */
  async toBytes(): Promise<Bytes> {
    return checkpointBytes(this.parts);
  }

  /**
   * Writes the weights alone, as the ending says: `.safetensors`, `.npz`, or where the path ends with `/`, into a
   * folder one `.npy` for each. Their names are those of layer and weight: `dense_1/kernel`.
   *
   * @throws DataError for another ending or a path that cannot be written
   * @example await net.saveWeights('weights.npz')
   */
  async saveWeights(path: string | URL): Promise<void> {
    await writeWeights(path, this.plan, this.getWeights());
  }

  /**
   * Reads weights that `saveWeights` or `save` wrote, or those of PyTorch or Keras from safetensors or npz.
   *
   * @param source a path, a URL or the content; a path that ends with `/` is a folder of `.npy` files
   * @throws DataError or ShapeError for a file that is broken, lacks a weight, has others or misshapen ones; the
   * model then stays as it was
   * @example await net.loadWeights('resnet.safetensors', { from: 'pytorch' })
   */
  async loadWeights(source: FileSource, options: LoadWeightsOptions = {}): Promise<void> {
    const arrays = await readWeightFile(source, options, this.plan);
    this.#write(readWeights(arrays, this.plan, this.dtype, 'loadWeights', tensorName));
  }

  /** Number of weights of all layers. */
  countParams(): number {
    return countValues(this.plan.parameters);
  }

  /** Prints the layers with their output shapes and numbers of parameters as a table, which it also returns. */
  summary(options: SummaryOptions = {}): string {
    checkOptions(options, ['print'], 'summary');
    const text = summaryText(this.name, this.dtype, this.plan);
    // eslint-disable-next-line no-console -- it prints by default, as in Keras
    (options.print ?? console.log)(text);
    return text;
  }

  /** @internal All that it consists of. */
  get parts(): Checkpoint {
    const { name, dtype, seed } = this;
    const { training, state, batchSize } = this.#network;
    return {
      name,
      dtype,
      seed,
      plan: this.plan,
      training,
      state,
      batchSize,
      epochsBegun: this.#epochsBegun,
      progress: this.#progress.state,
    };
  }

  #read(
    x: unknown,
    y: unknown,
    training: Training,
    operation: string,
    weights?: Weights,
    names?: readonly [string, string],
  ): Batches {
    const { dtype } = this;
    return readBatches(x, y, { plan: this.plan, dtype, losses: training.losses, operation, weights, names });
  }

  #readValidation(
    { validationData }: Pick<FitSettings, 'validationData'>,
    training: Training,
    operation: string,
  ): Batches | undefined {
    if (!validationData) return undefined;
    const names = ['validationData[0]', 'validationData[1]'] as const;
    return this.#read(...validationData, training, operation, {}, names);
  }

  /** What all ways of fitting share. */
  #fitting(
    validation: Batches | undefined,
    trains: (run: BegunRun, load: (data: Batches) => Dataset) => Promise<void>,
  ): Promise<History> {
    const training = compiled(this.#network.training, 'fit');
    return fitting({
      network: this.#network,
      before: this.#progress.state,
      begin: (history, progress) => {
        this.history = history;
        this.#progress = progress;
      },
      beginEpoch: () => (this.#epochsBegun += 1),
      training,
      model: this,
      validation,
      evaluate: (dataset, data) => this.#evaluate(dataset, data, training),
      trains,
    });
  }

  #write(weights: readonly FloatArray[]): void {
    weights.forEach((values, index) => this.#network.program.write('parameters', index, values));
    // In a training, a callback does it.
    if (!this.#network.isPinned) this.#progress = standing(undefined);
  }

  #evaluate(dataset: Dataset, data: Batches, training: Training): Evaluation {
    const { program } = this.#network;
    const score = new RunningMetrics(this.plan, training);
    score.add(program.evaluate(dataset), program, data.targets ?? []);
    return score.values();
  }

  #pass<T>(data: Batches, { batchSize }: PassOptions, operation: string, use: (dataset: Dataset) => T): T {
    if (batchSize !== undefined) positiveInteger(batchSize, 'batchSize', operation);
    const dataset = toDataset(data, this.dtype, operation);
    try {
      const isFree = batchSize !== undefined && !this.#network.isPinned;
      if (isFree) this.#network.configure({ batchSize: Math.min(batchSize, countSamples(data)) });
      return use(dataset);
    } finally {
      dataset.free();
    }
  }

  /** Orders of epochs from one on, which begins `ahead` epochs after the one that was begun last. */
  #shuffled(seed: number | undefined, epoch: number, ahead: number, count: number, samples: number) {
    const first = seed === undefined ? this.#epochsBegun - 1 + ahead : epoch;
    return kernels.permutations(seed ?? this.seed, streams.epochOrder(first), count, samples);
  }

  #refuseWhileFitting(operation: string): void {
    if (this.#network.isPinned) throw busy(operation);
  }
}

function severalOutputs(count: number): ArgumentError {
  return new ArgumentError({
    code: 'several-outputs',
    operation: 'predict',
    actual: `the model has ${count} outputs`,
    expected: 'predict returns one array',
    remedy: 'call predictAll, which returns a list with one array for each output',
  });
}
