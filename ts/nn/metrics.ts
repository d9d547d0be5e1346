import { resolve } from './registry.js';

/** A figure beside the loss, made by `metrics.…`. */
export class Metric {
  constructor(readonly name: string) {}
}

/**
 * Share of samples whose largest output is at the place of the largest target, which is that of the label;
 * with a single output, whose output and target are on the same side of ½.
 */
function accuracy(): Metric {
  return new Metric('accuracy');
}

/** The metrics; each may be given to `compile` by name. */
export const metrics = { accuracy };

export type MetricName = keyof typeof metrics;
export type MetricLike = MetricName | Metric;

export function metric(value: unknown, operation: string): Metric {
  return resolve(metrics, Metric, value, 'metric', operation);
}
