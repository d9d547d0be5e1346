import type { Logs } from './history.js';

/** What logs hold beside the figures of the model. */
const CIRCUMSTANCES = ['epoch', 'step', 'steps', 'seconds', 'samplesPerSecond', 'learningRate'];

/** The numbers in logs as text: `loss 0.0912, accuracy 0.9401, valAccuracy 0.9385, 1.6e+6 samples/s`. */
export function figuresText(logs: Logs): string {
  const figures = Object.entries(logs).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && !CIRCUMSTANCES.includes(entry[0]),
  );
  return [
    ...figures.map(([name, value]) => `${name} ${value.toPrecision(4)}`),
    `${logs.samplesPerSecond.toPrecision(2)} samples/s`,
  ].join(', ');
}
