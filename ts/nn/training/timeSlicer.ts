import { nextTurn } from '#platform/eventLoop.js';

/** Milliseconds of training between two turns of the event loop. */
const BUDGET = 50;

/**
 * The first slices are short: a WebAssembly engine replaces its quick first code by the optimised one only
 * between calls.
 */
const FIRST_STEPS = 8;

/** Finds by timing how many steps fill a slice, and lets the event loop have its turns. */
export class Slicer {
  #steps = FIRST_STEPS;
  #lastTurn = performance.now();

  /** Steps that fit into the next slice, as far as is known. */
  get fitting(): number {
    return this.#steps;
  }

  /** Runs one slice of at most `left` steps. */
  run<T>(left: number, slice: (steps: number) => T): T {
    const steps = Math.min(this.#steps, left);
    const start = performance.now();
    const result = slice(steps);
    const elapsed = performance.now() - start;
    const fitting = elapsed > 0 ? (steps * BUDGET) / elapsed : Infinity;
    this.#steps = Math.max(1, Math.floor(Math.min(fitting, 2 * this.#steps)));
    return result;
  }

  /** Whether another slice would take too long. */
  get isTurnDue(): boolean {
    return performance.now() - this.#lastTurn > BUDGET / 2;
  }

  /** Gives the event loop its turn. */
  async turn(): Promise<void> {
    await nextTurn();
    this.#lastTurn = performance.now();
  }
}
