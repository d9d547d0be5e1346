import { checkOptions, number, positiveNumber } from '../../checks.js';
import { configOf } from '../registry.js';
import { schedule } from '../schedules/index.js';
import type { ScheduleLike } from '../schedules/schedule.js';
import { Optimizer } from './optimizer.js';

/** Options that every optimizer takes. */
export interface OptimizerOptions {
  /** Step size η, a number or a schedule. */
  readonly learningRate?: ScheduleLike | undefined;
  /** Each value of a gradient is clipped to ± this limit; no limit by default. */
  readonly clipValue?: number | undefined;
  /** The gradient of each parameter is scaled down to at most this norm; no limit by default. */
  readonly clipNorm?: number | undefined;
  /** The gradients of all parameters together are scaled down to at most this norm; no limit by default. */
  readonly globalClipNorm?: number | undefined;
}

/** Options that every optimizer except `sgd` takes, too. */
export interface AdaptiveOptions extends OptimizerOptions {
  /** ε: added to the root that divides the gradient, so that a small gradient takes no large step. */
  readonly epsilon?: number | undefined;
  /** Weight decay λ, at least 0. */
  readonly weightDecay?: number | undefined;
}

const CLIPPING = ['clipValue', 'clipNorm', 'globalClipNorm'] as const;

/**
 * Makes an optimizer from the options that all optimizers share and its own.
 *
 * @param learningRate default of the option `learningRate`
 * @param own the other options, already checked; they are passed to the kernels under the same names
 * @param slots names of the arrays that the optimizer keeps for each parameter
 */
export function buildOptimizer(
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

/** Reads a share in [0, 1). */
export function readShare(value: unknown, name: string, kind: string): number {
  return number(value, name, kind, { lowest: 0, highest: 1, open: true });
}

/** Reads a number that is not negative. */
export function readNonNegative(value: unknown, name: string, kind: string): number {
  return number(value, name, kind, { lowest: 0 });
}
