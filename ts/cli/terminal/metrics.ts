import type { Evaluation } from '../../nn/index.js';

/** Metrics by name, such as `{ loss: 0.04, accuracy: 0.95 }`. */
export type Metrics = Readonly<Record<string, number>>;

/** A line of results: `test        accuracy 95.41 %, loss 0.04312`, with the loss last. */
export function metricsLine(what: string, metrics: Evaluation | Metrics): string {
  const numbers = Object.entries(metrics).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  const order = numbers.sort(([a], [b]) => Number(a === 'loss') - Number(b === 'loss'));
  return row(what, order.map(([name, value]) => metricText(name, value)).join(', '));
}

/** Two columns, as all results have them. */
export function row(what: string, text: string): string {
  return `${what.padEnd(12)}${text}`;
}

function metricText(name: string, value: number): string {
  if (name === 'accuracy') return `accuracy ${(100 * value).toFixed(2)} %`;
  return `${name === 'r2' ? 'R²' : name} ${value.toPrecision(4)}`;
}
