import type { Callback } from './callback.js';
import type { Logs } from './history.js';

/** Entries of the logs that are not metrics of the model, so they are left out of a printed line. */
const NOT_METRICS = ['epoch', 'step', 'steps', 'seconds', 'samplesPerSecond', 'learningRate'];

/**
 * Writes one line after each epoch, such as
 * `epoch 3/30: loss 0.0912, accuracy 0.9401, valAccuracy 0.9385, 1.6e+6 samples/s`.
 *
 * @param print receives each line; writes to the console by default
 * @example await net.fit(x, y, { callbacks: [callbacks.log()] })
 */
export function log(print: (line: string) => void = toConsole): Callback {
  let epochCount = 0;
  return {
    onTrainBegin: ({ epochs }) => void (epochCount = epochs),
    onEpochEnd: (epoch, logs) => print(`epoch ${epoch + 1}/${epochCount}: ${metricsText(logs)}`),
  };
}

function toConsole(line: string): void {
  // eslint-disable-next-line no-console -- the purpose of this callback is to write to the console
  console.log(line);
}

/** The metrics in logs as text: `loss 0.0912, accuracy 0.9401, valAccuracy 0.9385, 1.6e+6 samples/s`. */
export function metricsText(logs: Logs): string {
  const metrics = Object.entries(logs).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && !NOT_METRICS.includes(entry[0]),
  );
  return [
    ...metrics.map(([name, value]) => `${name} ${value.toPrecision(4)}`),
    `${logs.samplesPerSecond.toPrecision(2)} samples/s`,
  ].join(', ');
}
