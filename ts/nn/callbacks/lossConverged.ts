import { checkOptions, number } from '../../checks.js';
import { Monitor } from '../metrics/monitor.js';
import type { Callback, TrainingRun } from './callback.js';
import { checkState } from './state.js';

export interface LossConvergedOptions {
  /** The largest change ε that counts as none. */
  readonly epsilon: number;
  /** The figure; `loss` by default. */
  readonly monitor?: string | undefined;
}

/**
 * Stops training when the loss of two epochs in a row differs by no more than ε: `|f(k+1) − f(k)| ≤ ε`.
 *
 * With all samples in one batch this is gradient descent with its usual criterion: an epoch is one step then, and
 * its loss is that before the step. Ask for the full batch by a `batchSize` of the number of samples.
 *
 * @throws ArgumentError for an epsilon below 0
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
  // Which way the figure goes makes no difference.
  const monitor = new Monitor(options.monitor ?? 'loss', 'min', 'lossConverged');
  let run: TrainingRun | undefined;
  let last: number | undefined;
  /** Why it stopped the training. */
  let reason: string | undefined;
  return {
    name: `lossConverged ${monitor.name}`,
    state: () => ({ last: last ?? NaN, reason: reason ?? '' }),
    restore(state) {
      checkState(state, { last: 0, reason: '' }, 'lossConverged');
      last = state.last;
      if (state.reason === '') return;
      reason = state.reason;
      run?.stop(reason);
    },
    onTrainBegin(begun) {
      monitor.expectIn(begun.metricNames);
      run = begun;
      last = reason = undefined;
    },
    onEpochEnd(_, logs) {
      const value = monitor.read(logs);
      const change = last === undefined ? Infinity : Math.abs(value - last);
      last = value;
      if (!(change <= epsilon)) return;
      reason = `${monitor.name} changed by ${change.toPrecision(4)}, at most ${epsilon}`;
      run?.stop(reason);
    },
    onTrainEnd() {
      // Whoever goes on nevertheless begins anew.
      if (reason !== undefined) last = reason = undefined;
    },
  };
}
