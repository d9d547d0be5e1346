import { openTrainingDisplay, type TrainingDisplay } from '#platform/terminal.js';

import type { Callback } from '../../../nn/index.js';
import { metricsText } from '../../../nn/internal.js';
import { FEW_EPOCHS } from './watch.js';

const SECOND = 1000;

/** Shows on standard error how far a training of long epochs is: a bar for each epoch, and lines. */
export function progress(): Callback {
  let display: TrainingDisplay | undefined;
  let [first, last] = [0, 0];
  let shown = 0;
  return {
    async onTrainBegin({ initialEpoch, epochs }) {
      [first, last] = [initialEpoch, epochs];
      display = await openTrainingDisplay();
    },
    onBatchEnd(_, logs) {
      if (logs.seconds < 0.2) return;
      display?.bar(`epoch ${logs.epoch + 1}/${last}`, logs.step, logs.steps, metricsText(logs));
    },
    onEpochEnd(epoch, logs) {
      const now = performance.now();
      const isShown =
        last - first <= FEW_EPOCHS || epoch === first || epoch + 1 === last || now - shown >= SECOND;
      display?.clear();
      if (!isShown) return;
      shown = now;
      display?.line(`epoch ${epoch + 1}/${last}: ${metricsText(logs)}`);
    },
    onTrainEnd: () => display?.clear(),
  };
}
