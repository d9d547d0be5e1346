import type { FloatArray, Program, Targets, Totals } from '../backend/backend.js';
import { sizeOf } from '../shape.js';
import { figureName, type OutputMetric, type Training } from './compile.js';
import type { Figure, Tally } from './metrics/metric.js';
import type { Plan } from './plan.js';
import { takeTargets } from './samples/targets.js';

/** Loss and metrics over samples that come in batches. */
export class Score {
  samples = 0;
  #loss = 0;
  readonly #outputs: { loss: number; correct: number }[];
  readonly #tallies: readonly Tally[];

  constructor(
    private readonly plan: Plan,
    private readonly training: Training,
  ) {
    this.#outputs = plan.outputs.map(() => ({ loss: 0, correct: 0 }));
    this.#tallies = training.metrics.map(({ metric, output }) => metric.create(this.#units(output)));
  }

  /**
   * Adds what a program has just computed.
   *
   * @param order which of the targets they were; all, in their order, by default
   */
  add(totals: Totals, program: Program, targets: readonly Targets[], order?: Uint32Array): void {
    this.samples += totals.samples;
    this.#loss += totals.loss;
    this.#outputs.forEach((sum, output) => {
      sum.loss += totals.outputs[output]?.loss ?? 0;
      sum.correct += totals.outputs[output]?.correct ?? 0;
    });
    const outputs = new Map<number, FloatArray>();
    this.training.metrics.forEach(({ output }, index) => {
      const known = targets[output];
      if (!known) return;
      const values = outputs.get(output) ?? program.collected(output);
      outputs.set(output, values);
      const taken = order ? takeTargets(known, order.subarray(0, totals.samples)) : known;
      const units = this.#units(output);
      this.#tallies[index]?.update({
        // Of a diverged call, the samples of the last, bad step are there too.
        outputs: values.subarray(0, totals.samples * units),
        targets: taken,
        units,
        count: totals.samples,
        weights: taken.weights,
      });
    });
  }

  /** Means over all samples so far. */
  figures(): { readonly loss: number } & Readonly<Record<string, Figure>> {
    const result: Record<string, Figure> & { loss: number } = { loss: this.#loss / this.samples };
    const { outputs } = this.plan;
    outputs.forEach(({ name }, index) => {
      const { loss, correct } = this.#outputs[index] ?? { loss: 0, correct: 0 };
      if (outputs.length > 1) result[figureName(name, 'loss')] = loss / this.samples;
      if (!this.training.accuracy) return;
      result[outputs.length > 1 ? figureName(name, 'accuracy') : 'accuracy'] = correct / this.samples;
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

/** Names of the figures that are numbers, in the order of the logs. */
export function figureNames(plan: Plan, training: Training, hasValidation: boolean): readonly string[] {
  const own = ['loss'];
  for (const { name } of plan.outputs) {
    if (plan.outputs.length > 1) own.push(figureName(name, 'loss'));
    if (training.accuracy) own.push(plan.outputs.length > 1 ? figureName(name, 'accuracy') : 'accuracy');
  }
  own.push(...training.metrics.map(({ name }) => name));
  return [...own, ...(hasValidation ? own.map(validationName) : []), 'learningRate'];
}

/** A figure on the validation data: `valLoss`. */
export function validationName(figure: string): string {
  return `val${figure.charAt(0).toUpperCase()}${figure.slice(1)}`;
}
