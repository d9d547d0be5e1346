import type { KernelDataset } from '../../backend/backend.js';
import type { Callback, TrainedModel, TrainingRun } from '../callbacks/callback.js';
import { type EpochLogs, History, type Position } from '../callbacks/history.js';
import type { Executor } from '../compile/executor.js';
import type { Evaluation, Training } from '../contracts.js';
import type { MetricValue } from '../metrics/metric.js';
import type { Json } from '../registry.js';
import { type SampleBatches, toDataset } from '../samples/batches.js';
import { EpochState } from './epochState.js';
import { type ResumePoint, TrainingProgress } from './resumePoint.js';
import type { ResumeState } from './resumeState.js';
import { metricNames, RunningMetrics, validationName } from './runningMetrics.js';
import { TimeSlicer } from './timeSlicer.js';

/** The model that a session trains. */
export interface Trainee {
  /** What callbacks may do with the model. */
  readonly model: TrainedModel;
  readonly executor: Executor;
  readonly training: Training;
  /** State of the previous training, which the session may resume. */
  readonly previous: ResumeState | undefined;
  evaluate(dataset: KernelDataset, data: SampleBatches): Evaluation;
  /** Called once all arguments are checked: training starts now. */
  onStart(history: History, resumePoint: ResumePoint): void;
  /** Called for each epoch that begins, but not for one that resumes. */
  onEpochStart(): void;
}

/** What a call of `fit` or `fitDataset` asks for. */
export interface SessionOptions {
  /** Name of the public call, for errors. */
  readonly operation: string;
  /** Index after the last epoch. */
  readonly epochs: number;
  readonly initialEpoch: number;
  /** Whether the session may resume the previous training: `initialEpoch` was passed. */
  readonly canResume: boolean;
  readonly batchSize: number;
  /** Steps in each epoch; Infinity where only the source of the batches knows. */
  readonly steps: number;
  /** Samples in each epoch; Infinity where only the source of the batches knows. */
  readonly samples: number;
  /** What the order of the samples depends on. */
  readonly dataSignature: Json;
  readonly validation: SampleBatches | undefined;
  readonly callbacks: readonly Callback[];
  readonly signal: AbortSignal | undefined;
}

/**
 * One call of `fit` or `fitDataset`: what is trained, how far it is, and who is notified. `runSession` leads it from the
 * first callback to the last, a trainer does the steps.
 */
export class FitSession {
  readonly history = new History();
  readonly progress: TrainingProgress;
  readonly slicer = new TimeSlicer();
  readonly executor: Executor;
  readonly training: Training;
  /** Callbacks whose `onTrainBegin` has returned, so that `onTrainEnd` is due. */
  readonly #started: Callback[] = [];
  readonly #datasets: KernelDataset[] = [];
  #validationSet: KernelDataset | undefined;
  #stopReason: string | undefined;

  constructor(
    private readonly trainee: Trainee,
    readonly options: SessionOptions,
  ) {
    this.executor = trainee.executor;
    this.training = trainee.training;
    this.progress = new TrainingProgress({ ...options, previous: trainee.previous });
  }

  /** Takes the model for this session: until `close`, nothing else may train it or change its program. */
  open(): void {
    this.executor.isPinned = true;
    const { validation } = this.options;
    if (validation) this.#validationSet = this.load(validation);
  }

  /** Frees all data sets and gives the model back. */
  close(): void {
    for (const dataset of this.#datasets) dataset.free();
    this.executor.isPinned = false;
  }

  /** Copies samples into backend memory, where they stay until the session is closed. */
  load(data: SampleBatches): KernelDataset {
    const dataset = toDataset(data, this.executor.dtype, this.options.operation);
    this.#datasets.push(dataset);
    return dataset;
  }

  /** Notifies all callbacks that training begins, and hands them the states of a training that is resumed. */
  async start(): Promise<void> {
    const { callbacks } = this.options;
    const run = this.#runInfo();
    this.training.optimizer.schedule.expect(run.metricNames);
    this.trainee.onStart(this.history, this.progress);
    for (const callback of callbacks) {
      await callback.onTrainBegin?.(run);
      this.#started.push(callback);
    }
    // Restore in reverse: each `onTrainEnd` of the previous training may have replaced the weights, so the last change is
    // undone first.
    for (const callback of [...callbacks].reverse()) this.progress.restore(callback);
    this.progress.begin();
    // Yield before the first step too: short fits in a loop must leave time for other events and for the collector.
    await this.slicer.yieldToEventLoop();
    if (this.progress.endedEpoch) await this.#notifyEpochEnd(this.progress.endedEpoch);
  }

  /** Whether an epoch is left to train and nothing has stopped the training. */
  hasNextEpoch(): boolean {
    const { current } = this.progress;
    return this.isRunning && current.epoch < this.options.epochs && this.shouldContinue(current);
  }

  /** Whether nothing has ended the training. Awaited code may change it, so it is read anew each time. */
  get isRunning(): boolean {
    return this.history.status === 'running';
  }

  /** Whether training continues at a position; if a callback or the signal stopped it, the history says so from now on. */
  shouldContinue(at: Position): boolean {
    if (this.#stopReason !== undefined) this.history.end('stopped', at, this.#stopReason);
    else if (this.options.signal?.aborted) this.history.end('aborted', at);
    return this.isRunning;
  }

  /** Notifies callbacks that the next epoch begins; undefined where one of them, or the signal, stopped the training. */
  async beginEpoch(): Promise<EpochState | undefined> {
    const { progress } = this;
    const { epoch } = progress.current;
    for (const callback of this.options.callbacks) await callback.onEpochBegin?.(epoch);
    if (!this.shouldContinue(progress.current)) return undefined;
    if (!progress.isAmidEpoch) this.trainee.onEpochStart();
    const state = this.newEpoch(epoch);
    progress.beginEpoch(state);
    return state;
  }

  /** The state of an epoch before its first step. */
  newEpoch(epoch: number, seconds?: number): EpochState {
    return new EpochState(epoch, new RunningMetrics(this.executor.plan, this.training), seconds);
  }

  /**
   * After some steps of an epoch: notifies callbacks of the batch and lets the event loop run where it is due.
   *
   * @returns whether the epoch continues
   */
  async afterSteps(epoch: EpochState, { diverged }: { readonly diverged: boolean }): Promise<boolean> {
    if (diverged) {
      this.history.end('diverged', epoch.position);
      this.progress.moveTo(epoch.epoch);
      return false;
    }
    await this.#notifyBatchEnd(epoch);
    if (this.slicer.isTurnDue) await this.slicer.yieldToEventLoop();
    return epoch.step >= this.options.steps || this.shouldContinue(epoch.position);
  }

  /** Validates, records the epoch in the history and notifies the schedule and all callbacks of its end. */
  async endEpoch(epoch: EpochState): Promise<void> {
    const logs = epoch.logs(this.#validate());
    this.history.record(logs);
    this.training.optimizer.schedule.observe(logs);
    this.progress.endEpoch(logs);
    await this.#notifyEpochEnd(logs);
  }

  /** Whether a callback is notified of batches. */
  get hasBatchListeners(): boolean {
    return this.options.callbacks.some(listensToBatches);
  }

  /** Whether callbacks, metrics, validation or the schedule look at single epochs. */
  get isObserved(): boolean {
    const { callbacks, validation } = this.options;
    const isObserver = (callback: Callback) => 'onEpochBegin' in callback || 'onEpochEnd' in callback;
    return (
      this.hasBatchListeners ||
      callbacks.some(isObserver) ||
      validation !== undefined ||
      this.training.metrics.length > 0 ||
      this.training.optimizer.schedule.isObserver
    );
  }

  /** Records an epoch that nobody observed and that a trainer has trained together with others. */
  recordUnobservedEpoch(epoch: EpochState): void {
    this.history.record(epoch.logs());
  }

  /** Counts an epoch that a trainer begins together with others. */
  countEpoch(): void {
    this.trainee.onEpochStart();
  }

  /** Ends the training: notifies the callbacks and keeps the resume point. */
  async finish(): Promise<void> {
    if (this.isRunning) this.history.end('completed');
    await this.#notifyTrainEnd().finally(() => {
      this.progress.allNotified();
      this.progress.close();
    });
  }

  /** Ends a training in which something threw. Its own error is the one to report, so errors of `onTrainEnd` are not. */
  async fail(): Promise<void> {
    this.history.end('failed');
    await this.#notifyTrainEnd().catch(() => undefined);
    this.progress.close();
  }

  #runInfo(): TrainingRun {
    const { epochs, initialEpoch, batchSize, steps, samples, validation } = this.options;
    const names = metricNames(this.executor.plan, this.training, validation !== undefined);
    return {
      epochs,
      initialEpoch,
      batchSize,
      steps,
      samples,
      metricNames: names,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- an alias for one version
      figures: names,
      model: this.trainee.model,
      stop: (reason) => {
        this.#stopReason = reason;
        this.progress.stop();
      },
    };
  }

  /** Metric values on the validation data under their names in logs; none without such data. */
  #validate(): Readonly<Record<string, MetricValue>> {
    const { validation } = this.options;
    if (!validation || !this.#validationSet) return {};
    const values = this.trainee.evaluate(this.#validationSet, validation) as Readonly<
      Record<string, MetricValue>
    >;
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [validationName(name), value]));
  }

  /** Metric values are only computed where a callback looks at them. */
  async #notifyBatchEnd(epoch: EpochState): Promise<void> {
    const listeners = this.options.callbacks.filter(listensToBatches);
    if (listeners.length === 0) return;
    const logs = { ...epoch.logs(), step: epoch.step, steps: this.options.steps };
    for (const callback of listeners) await callback.onBatchEnd?.(epoch.step - 1, logs);
  }

  async #notifyEpochEnd(logs: EpochLogs): Promise<void> {
    const { progress } = this;
    for (let callback = progress.nextListener(); callback; callback = progress.nextListener())
      await callback.onEpochEnd?.(logs.epoch, logs);
    if (this.#stopReason === undefined) progress.allNotified();
    else this.history.end('stopped', undefined, this.#stopReason);
  }

  /** Every callback is notified, whatever others throw; then the first failure is thrown. */
  async #notifyTrainEnd(): Promise<void> {
    const failures: unknown[] = [];
    for (const callback of this.#started) {
      try {
        await callback.onTrainEnd?.(this.history);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

function listensToBatches(callback: Callback): boolean {
  return 'onBatchEnd' in callback;
}
