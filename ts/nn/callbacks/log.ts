import type { Callback, EpochLogs } from './callback.js';

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
    onEpochEnd: (epoch, logs) => print(`epoch ${epoch + 1}/${last}: ${figures(logs)}`),
  };
}

function figures(logs: EpochLogs): string {
  const { loss, accuracy, valLoss, valAccuracy, samplesPerSecond } = logs;
  return [
    ...Object.entries({ loss, accuracy, valLoss, valAccuracy })
      .filter((entry): entry is [string, number] => entry[1] !== undefined)
      .map(([name, value]) => `${name} ${value.toPrecision(4)}`),
    `${samplesPerSecond.toPrecision(2)} samples/s`,
  ].join(', ');
}

function toConsole(line: string): void {
  // eslint-disable-next-line no-console -- writing there is its purpose
  console.log(line);
}
