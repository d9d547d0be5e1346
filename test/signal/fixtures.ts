import { readFileSync } from 'node:fs';

import type { CurveFitOptions } from 'ferrograd/signal';

interface PolynomialCase {
  readonly degree: number;
  readonly weights?: number[];
  readonly coefficients: number[];
  readonly covariance: number[][];
}

interface FitCase {
  readonly curve: string;
  readonly x: number[];
  readonly y: number[];
  readonly parameters: number[];
  readonly covariance: number[][];
  readonly nfev: number;
  readonly options: CurveFitOptions;
}

interface Fixtures {
  readonly input: Readonly<Record<'series' | 'uneven' | 'x' | 'course', number[]>>;
  readonly smoothed: Readonly<Record<string, number[]>>;
  readonly differences: Readonly<Record<'even' | 'uneven', number[]>>;
  readonly polynomials: Readonly<Record<string, PolynomialCase>>;
  readonly exponential: { readonly a: number; readonly c: number };
  readonly fits: Readonly<Record<string, FitCase>>;
}

/** SciPy's results, written by `make_signal.py`. JSON has no infinite numbers: they are texts there. */
export const scipy = JSON.parse(
  readFileSync(new URL('../fixtures/signal.json', import.meta.url), 'utf8'),
  (_, value: unknown) => (value === 'Infinity' || value === '-Infinity' ? Number(value) : value),
) as Fixtures;
