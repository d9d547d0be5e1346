import type { ArrayLike, DType, NdArray } from '../../array.js';
import type { KernelDataset, FloatArray } from '../../backend/backend.js';
import { kernels } from '../../backend/select.js';
import { checkOptions } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import { streams } from '../../random/streams.js';
import { sizeOf } from '../../shape.js';
import type { TrainedModel } from '../callbacks/callback.js';
import type { History, Position } from '../callbacks/history.js';
import { Executor } from '../compile/executor.js';
import { type Plan } from '../compile/plan.js';
import type { Arrays, Evaluation, Training, WeightedOptions } from '../contracts.js';
import { type SampleBatches, countSamples, splitValidation, withDataset } from '../samples/batches.js';
import { readInputs } from '../samples/inputs.js';
import { readBatches, type GivenWeights } from '../samples/read.js';
import { type Checkpoint } from '../saving/checkpoint.js';
import {
  compiled,
  type CompileOptions,
  measuresAlike,
  readCompileOptions,
} from '../training/compileOptions.js';
import { DatasetTrainer, type EpochOrders } from '../training/datasetTrainer.js';
import { runSession } from '../training/epochLoop.js';
import {
  chooseBatchSize,
  type FitOptions,
  type FitSettings,
  readFitOptions,
} from '../training/fitOptions.js';
import { type ResumePoint, resumePoint } from '../training/resumePoint.js';
import { FitSession, type SessionOptions } from '../training/session.js';
import { BatchIterator } from '../training/stream/batchSource.js';
import { BatchTrainer } from '../training/stream/batchTrainer.js';
import { ChunkTrainer } from '../training/stream/chunkTrainer.js';
import {
  type BatchSource,
  type FitDatasetOptions,
  readFitDatasetOptions,
  type SourceBatch,
} from '../training/stream/fitDatasetOptions.js';
import { readStreamedBatch } from '../training/stream/streamSteps.js';
import { batchGradients, evaluateDataset, passOver, type PassOptions, trainBatch } from './passes.js';

/** A model without the saving of it: how it is compiled, trained, evaluated and used. */
export abstract class TrainableModel implements TrainedModel {
  /** The history of the latest `fit`, also while it runs. */
  history: History | undefined;
  /** @internal */
  protected readonly executor: Executor;
  /** @internal Epochs begun in all calls of `fit`, so that no two epochs share their order of samples. */
  protected epochsBegun: number;
  /** @internal How far the latest training is, also while it runs. */
  protected resumePoint: ResumePoint;

  /** @internal */
  constructor(
    readonly name: string,
    readonly dtype: DType,
    /** Seed of the initial weights, of dropout and of the shuffling. */
    readonly seed: number,
    /** @internal */
    readonly plan: Plan,
    start?: Pick<Checkpoint, 'training' | 'state' | 'batchSize' | 'epochsBegun' | 'progress'>,
  ) {
    this.executor = new Executor(plan, dtype, seed, start);
    this.epochsBegun = start?.epochsBegun ?? 0;
    this.resumePoint = resumePoint(start?.progress);
  }

  abstract getWeights(): NdArray<FloatArray>[];
  abstract setWeights(weights: readonly ArrayLike[]): void;
  abstract save(path: string | URL): Promise<void>;
  abstract saveWeights(path: string | URL): Promise<void>;

  /**
   * Where the latest training stands, also that of a loaded file: the epoch under way, or the next one, and how many of
   * its steps are done. A `fit` whose `initialEpoch` is this epoch resumes there. Undefined before the first training, and
   * after weights, loss or metrics were replaced.
   *
   * @example
   * const net = await load('interrupted.safetensors');
   * await net.fit(x, y, { initialEpoch: net.position?.epoch, epochs: 30 });
   */
  get position(): Position | undefined {
    return this.resumePoint.position;
  }

  /**
   * Sets how the model is trained. The weights stay; so does the state of the optimizer where the previous optimizer was of
   * the same kind.
   *
   * @throws ArgumentError for an unknown optimizer, loss, metric or option, or while `fit` runs
   * @example net.compile({ optimizer: optimizers.sgd({ learningRate: 3 }), loss: 'quadratic', metrics: ['accuracy'] })
   */
  compile(options: CompileOptions): void {
    this.#refuseWhileTraining('compile');
    const training = readCompileOptions(options, this.plan);
    const previous = this.executor.training;
    this.executor.configure({ training });
    if (!previous || !measuresAlike(previous, training)) this.resumePoint = resumePoint(undefined);
  }

  /**
   * Trains on samples x [n, …inputShape] with targets y: [n, …outputShape], or class labels [n].
   *
   * Each epoch takes all samples once, `batchSize` in a step, in a new random order. Training runs in slices of about
   * 50 ms, between which other events are handled. A loss that becomes NaN or infinite ends the training with the status
   * `diverged`, the signal with `aborted`; either way the model stays usable.
   *
   * Without `initialEpoch` training begins anew. With the epoch in which an earlier `fit` ended, also that of a loaded
   * file, training resumes as if it had never stopped: callbacks get the states of callbacks of the same name, and the
   * rest of an interrupted epoch is trained where number of samples, shuffling, seed and batch size are the same.
   *
   * @throws ArgumentError before anything is changed: for options out of range, empty data, values that are not
   * finite, labels out of range, a model that is not compiled or is already training
   * @throws ShapeError for samples or targets of another size than the model's
   * @throws DTypeError for arguments of a wrong type
   * @example const { status, history } = await net.fit(x, y, { epochs: 30, batchSize: 10, validationData: [xt, yt] })
   */
  async fit(x: Arrays, y: Arrays, options: FitOptions = {}): Promise<History> {
    const operation = 'fit';
    this.#refuseWhileTraining(operation);
    const training = compiled(this.executor.training, operation);
    const settings = readFitOptions(options);
    const all = this.#read(x, y, training, operation, settings);
    const [data, split] = splitValidation(all, settings.validationSplit);
    const validation = split ?? this.#readValidation(settings, training, operation);
    const samples = countSamples(data);
    const batchSize = chooseBatchSize(settings.batchSize, samples);
    const { shuffle, seed } = settings;
    const session = this.#newSession(training, {
      ...settings,
      operation,
      batchSize,
      samples,
      steps: Math.ceil(samples / batchSize),
      dataSignature: { samples, batchSize, shuffle, seed: seed ?? null },
      validation,
    });
    const shuffled: EpochOrders | undefined = shuffle
      ? (...epochs) => this.#shuffled(seed, ...epochs)
      : undefined;
    return runSession(session, new DatasetTrainer(session, data, shuffled));
  }

  /**
   * Trains on batches that come one by one, for data larger than memory: each `[x, y]`, or `{ x, y, sampleWeight }`,
   * is one step. The next batch is requested while the current one is trained, so each needs arrays of its own.
   *
   * Training resumes from a checkpoint as in `fit`, but only the source knows which batches it gives. It is opened anew,
   * and in an interrupted epoch the batches of the steps that are done are skipped. So a source that gives every epoch
   * the same batches resumes exactly; one that shuffles, or that does not begin anew with each epoch, has to begin with
   * the order of the epoch `initialEpoch`.
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
    const operation = 'fitDataset';
    this.#refuseWhileTraining(operation);
    const training = compiled(this.executor.training, operation);
    const settings = readFitDatasetOptions(source, options);
    const { batchSize, stepsPerEpoch, signal } = settings;
    const session = this.#newSession(training, {
      ...settings,
      operation,
      batchSize: batchSize ?? this.executor.batchSize,
      samples: Infinity,
      steps: stepsPerEpoch ?? Infinity,
      dataSignature: { batchSize: batchSize ?? null, stepsPerEpoch: stepsPerEpoch ?? null },
      validation: this.#readValidation(settings, training, operation),
    });
    const read = (batch: SourceBatch) => {
      const { x, y, ...weights } = readStreamedBatch(batch);
      return this.#read(x, y, training, operation, weights);
    };
    const batches = new BatchIterator(settings.open, signal);
    const Trainer = batchSize === undefined ? BatchTrainer : ChunkTrainer;
    return runSession(session, new Trainer(session, batches, read));
  }

  /**
   * One step on the given samples, all in one batch. Returns the loss and metrics from before the step. A schedule that
   * counts epochs counts those that were begun so far.
   *
   * @throws ArgumentError, ShapeError, DTypeError as `fit` does
   * @example const { loss } = net.trainOnBatch(x, y)
   */
  trainOnBatch(x: Arrays, y: Arrays, options: WeightedOptions = {}): Evaluation {
    const operation = 'trainOnBatch';
    this.#refuseWhileTraining(operation);
    checkOptions(options, ['sampleWeight', 'classWeight'], operation);
    const training = compiled(this.executor.training, operation);
    const data = this.#read(x, y, training, operation, options);
    return this.executor.withBatch(countSamples(data), (program) =>
      withDataset(data, this.dtype, operation, (dataset) => {
        this.resumePoint = resumePoint(undefined);
        return trainBatch(program, this.executor, training, this.epochsBegun, dataset, data);
      }),
    );
  }

  /**
   * Mean loss, and the metrics that `compile` asked for, over samples x [n, …inputShape] with targets y.
   *
   * @throws ArgumentError, ShapeError, DTypeError as `fit` does
   * @example const { loss, accuracy } = net.evaluate(x, y)
   */
  evaluate(x: Arrays, y: Arrays, options: PassOptions & WeightedOptions = {}): Evaluation {
    const operation = 'evaluate';
    checkOptions(options, ['batchSize', 'sampleWeight', 'classWeight'], operation);
    const training = compiled(this.executor.training, operation);
    const data = this.#read(x, y, training, operation, options);
    return passOver(this.executor, data, options, operation, (dataset) =>
      evaluateDataset(this.executor, training, dataset, data),
    );
  }

  /**
   * Outputs for samples x [n, …inputShape]: `{ data, shape: [n, …outputShape] }`; a list of such arrays where the
   * model has several outputs.
   *
   * @throws ArgumentError, ShapeError, DTypeError as `fit` does
   * @example const { data, shape } = net.predict(x)
   */
  predict(x: Arrays, options: PassOptions = {}): NdArray<FloatArray> {
    const [first, ...others] = this.#predict(x, options, 'predict');
    if (first && others.length === 0) return first;
    throw severalOutputs(others.length + 1);
  }

  /**
   * The outputs of a model with several outputs, in their order, each as `{ data, shape: [n, …] }`.
   *
   * @throws ArgumentError, ShapeError, DTypeError as `fit` does
   * @example const [digit, style] = net.predictAll(x)
   */
  predictAll(x: Arrays, options: PassOptions = {}): NdArray<FloatArray>[] {
    return this.#predict(x, options, 'predictAll');
  }

  /**
   * Gradients of the mean loss over the samples with respect to every weight, in the order of `getWeights`, with loss and
   * accuracy. All samples are taken in one batch, and layers behave as in training. Running statistics have the gradient
   * 0.
   *
   * @throws ArgumentError, ShapeError, DTypeError as `fit` does
   * @example const { loss, gradients } = net.gradients(x, y)
   */
  gradients(
    x: Arrays,
    y: Arrays,
    options: WeightedOptions = {},
  ): { readonly loss: number; readonly accuracy?: number; readonly gradients: NdArray<FloatArray>[] } {
    const operation = 'gradients';
    checkOptions(options, ['sampleWeight', 'classWeight'], operation);
    const training = compiled(this.executor.training, operation);
    const data = this.#read(x, y, training, operation, options);
    return this.executor.withBatch(countSamples(data), (program) =>
      withDataset(data, this.dtype, operation, (dataset) =>
        batchGradients(program, this.executor, training, dataset, data),
      ),
    );
  }

  #predict(x: Arrays, options: PassOptions, operation: string): NdArray<FloatArray>[] {
    checkOptions(options, ['batchSize'], operation);
    const inputs = readInputs(x, 'x', this.plan, this.dtype, operation);
    const samples = countSamples({ inputs });
    const values = passOver(this.executor, { inputs, name: 'x' }, options, operation, (dataset) =>
      this.executor.program.predict(dataset),
    );
    const { outputs } = this.plan;
    let start = 0;
    return outputs.map(({ shape }) => {
      const from = start;
      start += samples * sizeOf(shape);
      const data = outputs.length === 1 ? values : values.slice(from, start);
      return { data, shape: [samples, ...shape] };
    });
  }

  #read(
    x: unknown,
    y: unknown,
    training: Training,
    operation: string,
    weights?: GivenWeights,
    names?: readonly [string, string],
  ): SampleBatches {
    const { dtype } = this;
    return readBatches(x, y, { plan: this.plan, dtype, losses: training.losses, operation, weights, names });
  }

  #readValidation(
    { validationData }: Pick<FitSettings, 'validationData'>,
    training: Training,
    operation: string,
  ): SampleBatches | undefined {
    if (!validationData) return undefined;
    const names = ['validationData[0]', 'validationData[1]'] as const;
    return this.#read(...validationData, training, operation, {}, names);
  }

  /** The session of a call of `fit` or `fitDataset`. */
  #newSession(training: Training, options: SessionOptions): FitSession {
    const executor = this.executor;
    const trainee = {
      model: this,
      executor,
      training,
      previous: this.resumePoint.state,
      evaluate: (dataset: KernelDataset, data: SampleBatches) =>
        evaluateDataset(executor, training, dataset, data),
      onStart: (history: History, progress: ResumePoint) => {
        this.history = history;
        this.resumePoint = progress;
      },
      onEpochStart: () => (this.epochsBegun += 1),
    };
    return new FitSession(trainee, options);
  }

  /** Orders of the samples in `count` epochs from one on, which begins `ahead` epochs after the one that was begun last. */
  #shuffled(
    seed: number | undefined,
    ...[epoch, ahead, count, samples]: Parameters<EpochOrders>
  ): Uint32Array {
    const first = seed === undefined ? this.epochsBegun - 1 + ahead : epoch;
    return kernels.permutations(seed ?? this.seed, streams.epochOrder(first), count, samples);
  }

  #refuseWhileTraining(operation: string): void {
    if (this.executor.isPinned) throw modelIsTraining(operation);
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

function modelIsTraining(operation: string): ArgumentError {
  return new ArgumentError({
    code: 'busy',
    operation,
    actual: 'the model is already training',
    expected: 'one training at a time',
    remedy: 'wait for that fit to finish: await its promise',
  });
}
