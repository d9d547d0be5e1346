import type { FloatArray, Program, Targets, Totals } from '../../backend/backend.js';
import { DataError } from '../../errors.js';
import { sizeOf } from '../../shape.js';
import type { OutputMetric, Training } from '../contracts.js';
import { outputMetricName } from './compileOptions.js';
import type { MetricValue, MetricAccumulator } from '../metrics/metric.js';
import type { Plan } from '../compile/plan.js';
import { takeTargets } from '../samples/targets.js';
import { hasForm, type StateValue } from '../stateValue.js';

/** All sums, as a save keeps them. */
type State = Totals & {
  readonly weights: readonly number[];
  readonly metrics: readonly StateValue[];
} & Readonly<Record<string, StateValue>>;

/** Loss and metrics of an epoch or an evaluation, accumulated batch by batch. */
export class RunningMetrics {
  /** Sums over all samples so far. */
  totals: Totals;
  /** Sum of the sample weights so far, for each output. */
  readonly #weights: number[];
  readonly #accumulators: readonly MetricAccumulator[];

  constructor(
    private readonly plan: Plan,
    private readonly training: Training,
  ) {
    this.totals = { samples: 0, loss: 0, outputs: plan.outputs.map(() => ({ loss: 0, correct: 0 })) };
    this.#weights = plan.outputs.map(() => 0);
    this.#accumulators = training.metrics.map(({ metric, output }) => metric.create(this.#units(output)));
  }

  get samples(): number {
    return this.totals.samples;
  }

  /**
   * Adds what a program has just computed.
   *
   * @param totals sums that include all earlier samples
   * @param order indices of the targets of the new samples; by default all targets in their order
   */
  add(totals: Totals, program: Program, targets: readonly Targets[], order?: Uint32Array): void {
    const count = totals.samples - this.samples;
    this.totals = totals;
    const indices = order?.subarray(0, count);
    targets.forEach(({ weights }, output) => {
      this.#weights[output] = (this.#weights[output] ?? 0) + sumOf(weights, indices, count);
    });
    if (this.training.metrics.length === 0) return;
    const outputs = new Map<number, FloatArray>();
    this.training.metrics.forEach(({ output }, index) => {
      const known = targets[output];
      if (!known) return;
      const values = outputs.get(output) ?? program.collected(output);
      outputs.set(output, values);
      const own = indices ? takeTargets(known, indices) : known;
      const units = this.#units(output);
      this.#accumulators[index]?.update({
        // After a diverged call, the outputs of the last, bad step are there too.
        outputs: values.subarray(0, count * units),
        targets: own,
        units,
        count,
        weights: own.weights,
      });
    });
  }

  /** All sums so far, for `restore`. */
  state(): State {
    const { samples, loss, outputs } = this.totals;
    return {
      samples,
      loss,
      outputs: outputs.map((output) => ({ loss: output.loss, correct: output.correct })),
      weights: [...this.#weights],
      metrics: this.#accumulators.map((accumulator) => accumulator.state()),
    };
  }

  /**
   * Continues from the state of metrics of the same plan and training.
   *
   * @throws DataError for something else, before anything is changed
   */
  restore(state: StateValue): void {
    if (!hasForm(state, this.state())) throw otherMetrics();
    const { samples, loss, outputs, weights, metrics } = state as State;
    if (!(Number.isSafeInteger(samples) && samples >= 0)) throw otherMetrics();
    this.totals = { samples, loss, outputs };
    weights.forEach((weight, output) => (this.#weights[output] = weight));
    metrics.forEach((metric, index) => this.#accumulators[index]?.restore(metric as never));
  }

  /** Means over all samples so far. */
  values(): { readonly loss: number } & Readonly<Record<string, MetricValue>> {
    const { samples, loss, outputs } = this.totals;
    const result: Record<string, MetricValue> & { loss: number } = { loss: loss / samples };
    this.plan.outputs.forEach(({ name }, index) => {
      const own = outputs[index] ?? { loss: 0, correct: 0 };
      const isOne = outputs.length === 1;
      if (!isOne) result[outputMetricName(name, 'loss')] = own.loss / samples;
      if (!this.training.accuracy) return;
      result[isOne ? 'accuracy' : outputMetricName(name, 'accuracy')] =
        own.correct / (this.#weights[index] ?? 0);
    });
    this.training.metrics.forEach(({ name }: OutputMetric, index) => {
      result[name] = this.#accumulators[index]?.result() ?? NaN;
    });
    return result;
  }

  #units(output: number): number {
    return sizeOf(this.plan.outputs[output]?.shape ?? []);
  }
}

function otherMetrics(): DataError {
  return new DataError({
    code: 'epoch-state',
    operation: 'load',
    actual: 'the file holds the sums of an epoch of a model with other outputs or metrics',
    expected: 'the sums of the outputs and metrics of the model in the file',
    remedy: 'load a file that save wrote',
  });
}

/** Sum of the weights of some samples; their number where they have none. */
function sumOf(weights: FloatArray | undefined, indices: Uint32Array | undefined, count: number): number {
  if (!weights) return count;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += weights[indices?.[i] ?? i] ?? 0;
  return sum;
}

/** Names of the loss and the metrics of each epoch, in the order of the logs. */
export function metricNames(plan: Plan, training: Training, hasValidation: boolean): readonly string[] {
  const own = ['loss'];
  for (const { name } of plan.outputs) {
    if (plan.outputs.length > 1) own.push(outputMetricName(name, 'loss'));
    if (training.accuracy)
      own.push(plan.outputs.length > 1 ? outputMetricName(name, 'accuracy') : 'accuracy');
  }
  own.push(...training.metrics.map(({ name }) => name));
  return [...own, ...(hasValidation ? own.map(validationName) : []), 'learningRate'];
}

/** Name of a metric on the validation data, such as `valLoss`. */
export function validationName(metric: string): string {
  return `val${metric.charAt(0).toUpperCase()}${metric.slice(1)}`;
}
