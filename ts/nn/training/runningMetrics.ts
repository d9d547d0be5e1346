import type { FloatArray, Program, Targets, Totals } from '../../backend/backend.js';
import { DataError } from '../../errors.js';
import { sizeOf } from '../../shape.js';
import type { OutputMetric, Training } from '../contracts.js';
import { outputMetricName } from './compileOptions.js';
import type { MetricValue, MetricAccumulator } from '../metrics/metric.js';
import type { Plan } from '../compile/plan.js';
import { takeTargets } from '../samples/targets.js';
import { hasForm, type StateValue } from '../stateValue.js';

/** All sums of a score. */
type State = Totals & {
  readonly weights: readonly number[];
  readonly metrics: readonly StateValue[];
} & Readonly<Record<string, StateValue>>;

/** Loss and metrics over samples that come in batches. */
export class RunningMetrics {
  /** Sums over all samples so far. */
  totals: Totals;
  /** How much all samples so far count, for each output. */
  readonly #weights: number[];
  readonly #tallies: readonly MetricAccumulator[];

  constructor(
    private readonly plan: Plan,
    private readonly training: Training,
  ) {
    this.totals = { samples: 0, loss: 0, outputs: plan.outputs.map(() => ({ loss: 0, correct: 0 })) };
    this.#weights = plan.outputs.map(() => 0);
    this.#tallies = training.metrics.map(({ metric, output }) => metric.create(this.#units(output)));
  }

  get samples(): number {
    return this.totals.samples;
  }

  /**
   * Takes over what a program has just computed.
   *
   * @param totals on top of those before
   * @param order which of the targets they were; all, in their order, by default
   */
  add(totals: Totals, program: Program, targets: readonly Targets[], order?: Uint32Array): void {
    const count = totals.samples - this.samples;
    this.totals = totals;
    const places = order?.subarray(0, count);
    targets.forEach(({ weights }, output) => {
      this.#weights[output] = (this.#weights[output] ?? 0) + sumOf(weights, places, count);
    });
    if (this.training.metrics.length === 0) return;
    const outputs = new Map<number, FloatArray>();
    this.training.metrics.forEach(({ output }, index) => {
      const known = targets[output];
      if (!known) return;
      const values = outputs.get(output) ?? program.collected(output);
      outputs.set(output, values);
      const taken = places ? takeTargets(known, places) : known;
      const units = this.#units(output);
      this.#tallies[index]?.update({
        // Of a diverged call, the samples of the last, bad step are there too.
        outputs: values.subarray(0, count * units),
        targets: taken,
        units,
        count,
        weights: taken.weights,
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
      metrics: this.#tallies.map((tally) => tally.state()),
    };
  }

  /**
   * Goes on from the state of a score of the same plan and metrics.
   *
   * @throws DataError for something else, before anything is changed
   */
  restore(state: StateValue): void {
    if (!hasForm(state, this.state())) throw otherScore();
    const { samples, loss, outputs, weights, metrics } = state as State;
    if (!(Number.isSafeInteger(samples) && samples >= 0)) throw otherScore();
    this.totals = { samples, loss, outputs };
    weights.forEach((weight, output) => (this.#weights[output] = weight));
    metrics.forEach((metric, index) => this.#tallies[index]?.restore(metric as never));
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
      result[name] = this.#tallies[index]?.result() ?? NaN;
    });
    return result;
  }

  #units(output: number): number {
    return sizeOf(this.plan.outputs[output]?.shape ?? []);
  }
}

function otherScore(): DataError {
  return new DataError({
    code: 'epoch-state',
    operation: 'load',
    actual: 'the state of training holds the sums of an epoch of another model',
    expected: 'they must be those of its outputs and metrics',
    remedy: 'load a file that save wrote',
  });
}

/** How much some samples count. */
function sumOf(weights: FloatArray | undefined, places: Uint32Array | undefined, count: number): number {
  if (!weights) return count;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += weights[places?.[i] ?? i] ?? 0;
  return sum;
}

/** Names of the figures that are numbers, in the order of the logs. */
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

/** A figure on the validation data: `valLoss`. */
export function validationName(figure: string): string {
  return `val${figure.charAt(0).toUpperCase()}${figure.slice(1)}`;
}
