import { checkOptions, number, positiveNumber } from '../../checks.js';
import { configOf } from '../registry.js';
import { schedule } from '../schedules/index.js';
import type { ScheduleLike } from '../schedules/schedule.js';
import { Optimizer } from './optimizer.js';

/** What every optimizer takes. */
export interface OptimizerOptions {
  /** Step size η, a number or a schedule. */
  readonly learningRate?: ScheduleLike | undefined;
  /** Each value of a gradient is brought to within ± this; no limit by default. */
  readonly clipValue?: number | undefined;
  /** The gradient of each parameter is scaled down to this norm; no limit by default. */
  readonly clipNorm?: number | undefined;
  /** The gradients of all parameters together are scaled down to this norm; no limit by default. */
  readonly globalClipNorm?: number | undefined;
}

/** What all but `sgd` take, too. */
export interface AdaptiveOptions extends OptimizerOptions {
  /** Added to the root that gradients are divided by. */
  readonly epsilon?: number | undefined;
  /** Weight decay λ. */
  readonly weightDecay?: number | undefined;
}

const CLIPPING = ['clipValue', 'clipNorm', 'globalClipNorm'] as const;

/** An optimizer from its options, once its `own` were checked; they go to the kernels as they are. */
export function build(
  kind: string,
  options: OptimizerOptions,
  learningRate: number,
  own: Readonly<Record<string, number | boolean>>,
  slots: readonly string[],
): Optimizer {
  checkOptions(options, ['learningRate', ...Object.keys(own), ...CLIPPING], kind);
  const rate = schedule(options.learningRate ?? learningRate, kind);
  const clipping: Record<string, number> = {};
  for (const name of CLIPPING) {
    const limit = options[name];
    if (limit !== undefined) clipping[name] = positiveNumber(limit, name, kind);
  }
  const values = { ...own, ...clipping };
  return new Optimizer(
    configOf(kind, { learningRate: rate.config, ...values }),
    rate,
    { kind, ...values },
    slots,
  );
}

/** A share in [0, 1). */
export function share(value: unknown, name: string, kind: string): number {
  return number(value, name, kind, { lowest: 0, highest: 1, open: true });
}

/** A number from 0. */
export function amount(value: unknown, name: string, kind: string): number {
  return number(value, name, kind, { lowest: 0 });
}
