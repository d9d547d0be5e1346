import { configOf } from '../registry.js';
import { predictedClass, trueClass } from './classes.js';
import { Metric } from './metric.js';
import { readName, readThreshold, type ThresholdOptions } from './options.js';

/**
 * Number of samples of each class (rows) that were assigned to each class (columns): `{ data, shape: [k, k] }`. A
 * single output distinguishes two classes by the threshold; of several outputs the largest is the predicted class.
 *
 * @throws ArgumentError if the threshold is not a finite number
 * @example metrics.compute('confusionMatrix', labels, net.predict(x))
 */
export function confusionMatrix(options: ThresholdOptions = {}): Metric {
  const name = readName(options, ['threshold'], 'confusionMatrix');
  const threshold = readThreshold(options.threshold, 'confusionMatrix');
  return new Metric(configOf('confusionMatrix', { threshold, name }), (units) => {
    const classes = Math.max(2, units);
    const data = new Float64Array(classes * classes);
    return {
      update(batch) {
        for (let sample = 0; sample < batch.count; sample++) {
          const row = trueClass(batch.targets, sample);
          const cell = row * classes + predictedClass(batch, sample, threshold);
          data[cell] = (data[cell] ?? 0) + (batch.weights?.[sample] ?? 1);
        }
      },
      result: () => ({ data: data.slice(), shape: [classes, classes] }),
      state: () => data.slice(),
      restore: (state: Float64Array) => data.set(state),
    };
  });
}
