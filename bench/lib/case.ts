import type { DType } from 'ferrograd';
import type { Fn } from 'tinybench';
import type { Backend } from '../../dist/backend/backend.js';

/** One benchmark. */
export interface Case {
  readonly name: string;
  readonly dtype: DType;
  /** Floating-point operations of one unit of work. */
  readonly flops: number;
  /** Sets up, checks a result against the naive reference, and returns what to time. */
  setUp(backend: Backend): Timed | Promise<Timed>;
}

export interface Timed {
  /** A tinybench task: it may return its own time as `{ overriddenDuration }`, in milliseconds. */
  readonly run: Fn;
  /** Units of work in one run, such as training steps; 1 by default. */
  readonly units?: number;
  /** Seconds of the first unit of work in a fresh process. */
  readonly cold?: number;
  /** Fewest runs, where one run takes long; 10 by default. */
  readonly runs?: number;
  /** Data that was measured on, where the name does not say it. */
  readonly note?: string;
}

/** One measured case; times are seconds for one unit of work. */
export interface Row {
  readonly name: string;
  readonly dtype: DType;
  readonly flops: number;
  readonly median: number;
  readonly p25: number;
  readonly p75: number;
  readonly runs: number;
  readonly cold?: number;
  readonly note?: string;
}
