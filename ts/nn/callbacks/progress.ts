import { openTrainingDisplay, type TrainingDisplay } from '#platform/terminal.js';

import { checkOptions, positiveInteger } from '../../checks.js';
import type { Callback } from './callback.js';
import { metricsText } from './log.js';

export interface ProgressOptions {
  /** Number of epochs from one line to the next; 1 by default. The first and the last epoch always get a line. */
  readonly every?: number | undefined;
}

/**
 * Shows the progress of training: on a terminal a bar for each epoch that takes longer than 0.2 s, and a line after
 * the epoch; elsewhere only the lines. Node writes both to standard error, a browser writes the lines to the console.
 *
 * @throws ArgumentError if `every` is not a positive integer
 * @example await net.fit(x, y, { epochs: 20_000, callbacks: [callbacks.progress({ every: 1000 })] })
 */
export function progress(options: ProgressOptions = {}): Callback {
  checkOptions(options, ['every'], 'progress');
  const every = positiveInteger(options.every ?? 1, 'every', 'progress');
  let display: TrainingDisplay | undefined;
  let [first, last] = [0, 0];
  const title = (epoch: number) => `epoch ${epoch + 1}/${last}`;
  return {
    async onTrainBegin({ epochs, initialEpoch }) {
      [first, last] = [initialEpoch, epochs];
      display = await openTrainingDisplay();
    },
    onBatchEnd(_, logs) {
      if (logs.seconds < 0.2) return;
      const { step, steps } = logs;
      if (Number.isFinite(steps)) display?.bar(title(logs.epoch), step, steps, metricsText(logs));
      else display?.bar(`${title(logs.epoch)}, step ${step}`, 0, 1, metricsText(logs));
    },
    onEpochEnd(epoch, logs) {
      display?.clear();
      const isShown = epoch === first || (epoch + 1) % every === 0 || epoch + 1 === last;
      if (isShown) display?.line(`${title(epoch)}: ${metricsText(logs)}`);
    },
    onTrainEnd({ status, message }) {
      display?.clear();
      if (status !== 'completed') display?.line(message);
      display = undefined;
    },
  };
}
