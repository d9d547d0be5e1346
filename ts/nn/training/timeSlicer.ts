import { nextTurn } from '#platform/eventLoop.js';

/** Milliseconds of training in one slice. */
const SLICE_MS = 50;

/**
 * Steps of the first slice. It is short because a WebAssembly engine replaces its baseline code by optimised code only
 * between calls.
 */
const FIRST_STEPS = 8;

/** Finds by timing how many steps fill a slice, and yields to the event loop between slices. */
export class TimeSlicer {
  #steps = FIRST_STEPS;
  #lastTurn = performance.now();

  /** Steps that fill the next slice, by the time that the last ones took. */
  get stepsPerSlice(): number {
    return this.#steps;
  }

  /** Runs one slice of at most `left` steps. */
  run<T>(left: number, slice: (steps: number) => T): T {
    const steps = Math.min(this.#steps, left);
    const start = performance.now();
    const result = slice(steps);
    const elapsed = performance.now() - start;
    const fitting = elapsed > 0 ? (steps * SLICE_MS) / elapsed : Infinity;
    this.#steps = Math.max(1, Math.floor(Math.min(fitting, 2 * this.#steps)));
    return result;
  }

  /** Whether the event loop is due: another slice would keep it waiting too long. */
  get isTurnDue(): boolean {
    return performance.now() - this.#lastTurn > SLICE_MS / 2;
  }

  /** Lets the event loop handle other events. */
  async yieldToEventLoop(): Promise<void> {
    await nextTurn();
    this.#lastTurn = performance.now();
  }
}
