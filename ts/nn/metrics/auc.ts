import { oneOf } from '../../checks.js';
import { configOf } from '../registry.js';
import { type Average, averaged, AVERAGES } from './classScore.js';
import { targetAt } from './classes.js';
import { type MetricValue, Metric, type MetricOptions, type MetricAccumulator } from './metric.js';
import { readName } from './options.js';
import { areaUnder, type RankCurve, type Ranked } from './rankCurves.js';

export interface AucOptions extends MetricOptions {
  /**
   * `ROC` (true positives over false positives, the default) or `PR` (precision over recall, whose area is the
   * average precision).
   */
  readonly curve?: RankCurve | undefined;
  /** How the areas of several classes, each against the rest, are combined; `macro` by default. */
  readonly average?: Average | undefined;
}

/**
 * Area under the ROC or the precision-recall curve, computed exactly; equal outputs are one point of the curve.
 *
 * For a single output, samples with targets above ½ are positive; each of several outputs is a class against the rest.
 * NaN if a class has no positive or, for ROC, no negative samples.
 *
 * All outputs and weights are stored until the end, 16 bytes for each pair, and sorted then: about 0.5 s for a million
 * outputs.
 *
 * @throws ArgumentError for an unknown curve or average
 * @example metrics.auc({ curve: 'PR' })
 */
export function auc(options: AucOptions = {}): Metric {
  const name = readName(options, ['curve', 'average'], 'auc');
  const curve = oneOf(options.curve ?? 'ROC', ['ROC', 'PR'], 'curve', 'auc');
  const average = oneOf(options.average ?? 'macro', AVERAGES, 'average', 'auc');
  return new Metric(configOf('auc', { curve, average, name }), (units) => accumulator(units, curve, average));
}

function accumulator(units: number, curve: RankCurve, average: Average): MetricAccumulator {
  const length = average === 'micro' ? 1 : units;
  const classes = Array.from({ length }, (): Ranked => ({ outputs: [], weights: [] }));
  return {
    update({ outputs, targets, count, weights }) {
      for (let i = 0; i < count * units; i++) {
        const [sample, unit] = [Math.floor(i / units), i % units];
        const weight = weights?.[sample] ?? 1;
        const ranked = classes[unit % length];
        ranked?.outputs.push(outputs[i] ?? 0);
        ranked?.weights.push(targetAt(targets, sample, unit) > 0.5 ? weight : -weight);
      }
    },
    result(): MetricValue {
      const areas = Float64Array.from(classes, (ranked) => areaUnder(curve, ranked));
      if (length === 1) return areas[0] ?? NaN;
      return averaged(areas, classes.map(positives), average);
    },
    state: () =>
      classes.map(({ outputs, weights }) => ({
        outputs: Float64Array.from(outputs),
        weights: Float64Array.from(weights),
      })),
    restore(state: readonly Readonly<Record<keyof Ranked, Float64Array>>[]) {
      classes.forEach((_, unit) => {
        const { outputs = [], weights = [] } = state[unit] ?? {};
        classes[unit] = { outputs: Array.from(outputs), weights: Array.from(weights) };
      });
    },
  };
}

function positives({ weights }: Ranked): number {
  return weights.reduce((sum, weight) => sum + Math.max(0, weight), 0);
}
