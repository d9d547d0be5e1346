import { checkOptions } from '../../checks.js';
import type { Config } from '../registry.js';

/** The arguments of a layer's op that name the activation which the layer applies. */
export interface ActivationOp {
  readonly activation: string;
  readonly [argument: string]: string | number;
}

/** A function that a layer applies to its weighted sums, made by `activations.…`. */
export class Activation {
  /** @internal */
  constructor(
    readonly config: Config,
    /** How the activation is passed to the kernels, as arguments of the layer's op. */
    readonly op: ActivationOp = { activation: config.kind },
    /** Whether each value depends on all values of its row, as in `softmax`. */
    readonly isRowwise = false,
  ) {}

  get name(): string {
    return this.config.kind;
  }
}

/** The factory of an activation without options, which acts on single values or on whole rows. */
export function plainActivation(kind: string, actsOn: 'values' | 'rows' = 'values') {
  return (options: Readonly<Record<string, never>> = {}): Activation => {
    checkOptions(options, [], kind);
    return new Activation({ kind }, { activation: kind }, actsOn === 'rows');
  };
}
