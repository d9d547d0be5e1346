import { openDisplay, type TrainingDisplay } from '#platform/training-display.js';

import type { Callback } from '../../nn/callbacks/callback.js';
import { metricsText } from '../../nn/callbacks/log.js';
import { FEW } from './watch.js';

const SECOND = 1000;

/** Shows on standard error how far training is: a bar in each epoch, which takes long, and lines. */
export function progress(): Callback {
  let display: TrainingDisplay | undefined;
  let [first, last] = [0, 0];
  let shown = 0;
  return {
    async onTrainBegin({ initialEpoch, epochs }) {
      [first, last] = [initialEpoch, epochs];
      display = await openDisplay();
    },
    onBatchEnd(_, logs) {
      if (logs.seconds < 0.2) return;
      display?.bar(`epoch ${logs.epoch + 1}/${last}`, logs.step, logs.steps, metricsText(logs));
    },
    onEpochEnd(epoch, logs) {
      const now = performance.now();
      const isShown = last - first <= FEW || epoch === first || epoch + 1 === last || now - shown >= SECOND;
      display?.clear();
      if (!isShown) return;
      shown = now;
      display?.line(`epoch ${epoch + 1}/${last}: ${metricsText(logs)}`);
    },
    onTrainEnd: () => display?.clear(),
  };
}
