import { checkOptions, number, show } from '../checks.js';
import { ArgumentError } from '../errors.js';
import type { Callback, EpochLogs } from '../nn/index.js';
import { NOT_METRICS } from './histories.js';
import { LEARNING_CURVE_OPTIONS, learningCurve, type LearningCurveOptions } from './learningCurve.js';
import type { PageElement } from './picture.js';

export interface LiveChartOptions extends LearningCurveOptions {
  /** Least time between two drawings in milliseconds; 200 by default. */
  readonly interval?: number | undefined;
}

/** Greatest share of the time that drawing takes. */
const SHARE = 0.1;

/**
 * A callback that draws the learning curve into an element of the page: again and again while `fit` runs, and once at its
 * end. Drawing takes at most ten percent of the time, however long the curve grows.
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
  const minInterval = number(interval ?? 200, 'interval', operation, { lowest: 0 });
  // Draws once without a page, so that wrong options are refused now and not in the middle of a training.
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
    next = end + Math.max(minInterval, (end - start) / SHARE);
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

/** Appends the metrics of an epoch to their curves. */
function record(curves: Record<string, number[]>, logs: EpochLogs): void {
  for (const [name, value] of Object.entries(logs)) {
    if (typeof value === 'number' && !NOT_METRICS.includes(name)) (curves[name] ??= []).push(value);
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
