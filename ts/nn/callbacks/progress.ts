import { openTrainingDisplay, type TrainingDisplay } from '#platform/terminal.js';

import { checkOptions, positiveInteger } from '../../checks.js';
import type { Callback } from './callback.js';
import { figuresText } from './figures.js';

export interface ProgressOptions {
  /** Epochs from one line to the next; 1 by default. The first and the last epoch always have one. */
  readonly every?: number | undefined;
}

/**
 * Shows training to the user: on a terminal a bar for each epoch that takes longer than 0.2 s, and a line after it;
 * elsewhere the lines alone. In Node both go to standard error, in a browser the lines to the console.
 *
 * @throws ArgumentError for an `every` that is no positive integer
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
      if (Number.isFinite(steps)) display?.bar(title(logs.epoch), step, steps, figuresText(logs));
      else display?.bar(`${title(logs.epoch)}, step ${step}`, 0, 1, figuresText(logs));
    },
    onEpochEnd(epoch, logs) {
      display?.clear();
      const isShown = epoch === first || (epoch + 1) % every === 0 || epoch + 1 === last;
      if (isShown) display?.line(`${title(epoch)}: ${figuresText(logs)}`);
    },
    onTrainEnd({ status, message }) {
      display?.clear();
      if (status !== 'completed') display?.line(message);
      display = undefined;
    },
  };
}
