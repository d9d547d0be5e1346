import { checkOptions, number } from '../../checks.js';
import { Monitor } from '../metrics/monitor.js';
import type { Callback, TrainingRun } from './callback.js';
import { checkState } from './state.js';

export interface LossConvergedOptions {
  /** Largest change ε of the metric that counts as convergence; at least 0. */
  readonly epsilon: number;
  /** Name of the metric; `loss` by default. */
  readonly monitor?: string | undefined;
}

/**
 * Stops training when the loss of two epochs in a row differs by no more than ε: `|f(k+1) − f(k)| ≤ ε`.
 *
 * With all samples in one batch this is the usual stopping criterion of gradient descent: an epoch is then one step,
 * and its loss is the loss before that step. For a full batch, pass the number of samples as `batchSize`.
 *
 * @throws ArgumentError for an epsilon below 0 or, when training begins, if its logs will not contain the metric
 * @example
 * await net.fit(x, y, {
 *   batchSize: x.length,
 *   shuffle: false,
 *   epochs: 10_000,
 *   callbacks: [callbacks.lossConverged({ epsilon: 1e-6 })],
 * });
 */
export function lossConverged(options: LossConvergedOptions): Callback {
  checkOptions(options, ['epsilon', 'monitor'], 'lossConverged');
  const epsilon = number(options.epsilon, 'epsilon', 'lossConverged', { lowest: 0 });
  // The direction has no effect, as only the size of a change counts.
  const monitor = new Monitor(options.monitor ?? 'loss', 'min', 'lossConverged');
  let run: TrainingRun | undefined;
  let previous: number | undefined;
  /** Why this callback stopped the training; undefined unless it did. */
  let reason: string | undefined;
  return {
    name: `lossConverged ${monitor.name}`,
    state: () => ({ last: previous ?? NaN, reason: reason ?? '' }),
    restore(state) {
      checkState(state, { last: 0, reason: '' }, 'lossConverged');
      previous = state.last;
      if (state.reason === '') return;
      reason = state.reason;
      run?.stop(reason);
    },
    onTrainBegin(runInfo) {
      monitor.expectIn(runInfo.metricNames);
      run = runInfo;
      previous = reason = undefined;
    },
    onEpochEnd(_, logs) {
      const value = monitor.read(logs);
      const change = previous === undefined ? Infinity : Math.abs(value - previous);
      previous = value;
      if (!(change <= epsilon)) return;
      reason = `${monitor.name} changed by ${change.toPrecision(4)}, at most ${epsilon}`;
      run?.stop(reason);
    },
    onTrainEnd() {
      // Reset after a stop, so that a later `fit` starts a new comparison.
      if (reason !== undefined) previous = reason = undefined;
    },
  };
}
