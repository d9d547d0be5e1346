import { checkOptions, number, show } from '../checks.js';
import { ArgumentError } from '../errors.js';
import type { Callback } from '../nn/callbacks/callback.js';
import type { EpochLogs } from '../nn/callbacks/history.js';
import { CIRCUMSTANCES } from './histories.js';
import { LEARNING_CURVE_OPTIONS, learningCurve, type LearningCurveOptions } from './learningCurve.js';
import type { PageElement } from './page.js';

export interface LiveChartOptions extends LearningCurveOptions {
  /** At least so many milliseconds lie between two drawings; 200 by default. */
  readonly interval?: number | undefined;
}

/** A drawing takes at most this part of the time. */
const SHARE = 0.1;

/**
 * A callback that draws the learning curve into an element of the page, anew while `fit` runs, and the whole at its end.
 * It draws at most ten percent of the time, however long the curve grows.
 *
 * @param element its content is replaced
 * @throws ArgumentError for what is no element, or options out of range
 * @example await net.fit(x, y, { epochs: 1000, callbacks: [liveChart(document.querySelector('#curve'))] })
 */
export function liveChart(element: PageElement, options: LiveChartOptions = {}): Callback {
  const operation = 'liveChart';
  checkOptions(options, [...LEARNING_CURVE_OPTIONS, 'interval'], operation);
  if (!isElement(element)) throw noElement(element);
  const { interval, ...chartOptions } = options;
  const least = number(interval ?? 200, 'interval', operation, { lowest: 0 });
  // What is wrong should show before the training.
  learningCurve({ loss: [1] }, { ...chartOptions, figures: undefined });

  let curves: Record<string, number[]> = {};
  let firstEpoch = 0;
  let next = 0;
  const draw = () => {
    const start = performance.now();
    const epochs = (curves['loss'] ?? []).map((_, index) => firstEpoch + index);
    const picture = learningCurve({ history: { loss: [], ...curves }, epochs }, chartOptions);
    element.replaceChildren(picture.element());
    const end = performance.now();
    next = end + Math.max(least, (end - start) / SHARE);
  };
  return {
    onTrainBegin({ initialEpoch }) {
      curves = {};
      firstEpoch = initialEpoch;
      next = 0;
    },
    onEpochEnd(_, logs) {
      record(curves, logs);
      if (performance.now() >= next) draw();
    },
    onTrainEnd() {
      if (Object.keys(curves).length > 0) draw();
    },
  };
}

function record(curves: Record<string, number[]>, logs: EpochLogs): void {
  for (const [name, value] of Object.entries(logs)) {
    if (typeof value === 'number' && !CIRCUMSTANCES.includes(name)) (curves[name] ??= []).push(value);
  }
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && 'replaceChildren' in value;
}

function noElement(value: unknown): ArgumentError {
  return new ArgumentError({
    code: 'not-an-element',
    operation: 'liveChart',
    actual: `element is ${show(value)}`,
    expected: 'it must be an element of the page',
    remedy:
      "pass document.querySelector('#curve') of an element that is there; in Node, save learningCurve(history)",
  });
}
