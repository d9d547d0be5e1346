import type { Unit } from '../../backend/backend.js';
import type { Config } from '../config.js';
import type { TargetRange } from './targetRange.js';

/** What training makes small, made by `losses.…`; the loss of a batch is the mean over its samples. */
export class Loss {
  /** @internal */
  constructor(
    readonly config: Config,
    /** How it crosses to the kernels. */
    readonly unit: Unit,
    /** The targets that it takes: vectors (class labels count as one-hot vectors) or class labels alone. */
    readonly targets: 'vectors' | 'labels' = 'vectors',
    /** Values that targets may have; any, by default. */
    readonly range?: TargetRange,
  ) {}

  get name(): string {
    return this.config.kind;
  }
}
