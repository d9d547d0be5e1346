import type { Callback } from './callback.js';
import { figuresText } from './figures.js';

/**
 * Writes one line after each epoch, such as
 * `epoch 3/30: loss 0.0912, accuracy 0.9401, valAccuracy 0.9385, 1.6e+6 samples/s`.
 *
 * @param print where a line goes; the console by default
 */
export function log(print: (line: string) => void = toConsole): Callback {
  let last = 0;
  return {
    onTrainBegin: ({ epochs }) => void (last = epochs),
    onEpochEnd: (epoch, logs) => print(`epoch ${epoch + 1}/${last}: ${figuresText(logs)}`),
  };
}

function toConsole(line: string): void {
  // eslint-disable-next-line no-console -- writing there is its purpose
  console.log(line);
}
