import type { KernelDataset, Targets } from '../../backend/backend.js';
import { type SampleBatches, inOrder } from '../samples/batches.js';
import type { EpochTrainer } from './epochLoop.js';
import type { EpochState } from './epochState.js';
import { nextLearningRates } from './learningRates.js';
import type { FitSession } from './session.js';

/**
 * Orders of the samples in `count` epochs from one on, one order behind the other.
 *
 * @param ahead how many epochs after the one that was begun last the first of them begins
 */
export type EpochOrders = (epoch: number, ahead: number, count: number, samples: number) => Uint32Array;

/** Most samples whose order is drawn in one call: 256 KiB of indices. */
const MAX_ORDERED = 1 << 16;

/** Trains on samples that are all in memory, in slices between which the event loop runs. */
export class DatasetTrainer implements EpochTrainer {
  #dataset: KernelDataset | undefined;

  constructor(
    private readonly session: FitSession,
    private readonly data: SampleBatches,
    /** Undefined where each epoch takes the samples as they stand. */
    private readonly shuffled: EpochOrders | undefined,
  ) {}

  open(): void {
    const { executor, options } = this.session;
    this.#dataset = this.session.load(this.data);
    executor.configure({ batchSize: options.batchSize });
  }

  async trainEpoch(epoch: EpochState): Promise<void> {
    const { session } = this;
    const { samples, steps } = session.options;
    const order = this.shuffled?.(epoch.epoch, 0, 1, samples) ?? inOrder(samples);
    let isGoing = true;
    while (isGoing && epoch.step < steps) {
      const left = Math.min(steps - epoch.step, this.#stepsToCallback(epoch));
      const diverged = session.slicer.run(left, (count) => this.#trainSlice(epoch, order, count));
      isGoing = await session.afterSteps(epoch, { diverged });
    }
  }

  /** Trains as many whole epochs as fill a slice. */
  trainUnobservedEpochs(first: number): number {
    const { session } = this;
    const { executor, training, slicer } = session;
    const { samples, steps, epochs } = session.options;
    const count = Math.floor(Math.min(slicer.stepsPerSlice / steps, MAX_ORDERED / samples, epochs - first));
    if (count < 2) return 0;
    const order = this.shuffled?.(first, 1, count, samples) ?? repeated(inOrder(samples), count);
    const learningRates = nextLearningRates(executor, training, first, count * steps, steps);
    const start = performance.now();
    const result = slicer.run(count * steps, () =>
      executor.program.train(this.#loaded, order, learningRates, undefined, samples),
    );
    const seconds = (performance.now() - start) / 1000 / count;
    // The last epoch does not count where its last step left bad weights behind.
    const finished = result.diverged ? result.finished.slice(0, count - 1) : result.finished;
    const isWeighted = this.#targets.some(({ weights }) => weights);
    finished.forEach((totals, index) => {
      session.countEpoch();
      const epoch = session.newEpoch(first + index, seconds);
      epoch.learningRate = learningRates[(index + 1) * steps - 1] ?? NaN;
      const own = isWeighted ? order.subarray(index * samples, (index + 1) * samples) : undefined;
      epoch.metrics.add(totals, executor.program, this.#targets, own);
      session.recordUnobservedEpoch(epoch);
    });
    if (result.diverged) {
      session.countEpoch();
      const step = Math.max(result.steps - finished.length * steps, 0);
      session.history.end('diverged', { epoch: first + finished.length, step });
    }
    return finished.length;
  }

  /** Trains some steps in one call of the kernels; returns whether the loss diverged. */
  #trainSlice(epoch: EpochState, order: Uint32Array, count: number): boolean {
    const { executor, training, options } = this.session;
    const samples = order.subarray(epoch.step * options.batchSize, (epoch.step + count) * options.batchSize);
    const learningRates = nextLearningRates(executor, training, epoch.epoch, count);
    const result = executor.program.train(this.#loaded, samples, learningRates, epoch.metrics.totals);
    epoch.step += result.steps;
    epoch.learningRate = learningRates[Math.max(result.steps - 1, 0)] ?? NaN;
    epoch.metrics.add(result, executor.program, this.#targets, samples);
    return result.diverged;
  }

  /** Steps until a callback with a `batchInterval` is due. */
  #stepsToCallback(epoch: EpochState): number {
    const { options, progress } = this.session;
    const done = (epoch.epoch - progress.firstEpoch) * options.steps + epoch.step;
    const waits = options.callbacks.map(
      ({ batchInterval = Infinity }) => batchInterval - (done % batchInterval),
    );
    return Math.min(Infinity, ...waits.filter((wait) => !Number.isNaN(wait)));
  }

  get #loaded(): KernelDataset {
    if (!this.#dataset) throw new Error('the trainer is not open');
    return this.#dataset;
  }

  get #targets(): readonly Targets[] {
    return this.data.targets ?? [];
  }
}

function repeated(order: Uint32Array, count: number): Uint32Array {
  const result = new Uint32Array(count * order.length);
  for (let i = 0; i < count; i++) result.set(order, i * order.length);
  return result;
}
