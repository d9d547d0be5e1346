/** A function f(x; p) with the derivatives ∂f/∂p. */
export interface CurveModel {
  /** Names of the parameters. */
  readonly names: readonly string[];
  /** The formula for the user: `a*exp(b*x)`. */
  readonly text: string;
  /** Degree of a polynomial; undefined for other curves. */
  readonly degree?: number;
  /** f(x; p) */
  value(x: number, parameters: ArrayLike<number>): number;
  /** ∂f/∂p at x, one value for each parameter. */
  gradient(x: number, parameters: ArrayLike<number>): ArrayLike<number>;
}

/** A curve that was fitted to points. */
export interface FittedCurve {
  readonly curve: CurveModel;
  readonly parameters: Float64Array;
  /** Standard errors of the parameters; infinite where there are no more points than parameters. */
  readonly errors: Float64Array;
}

/** c0 + c1·x + … + cn·xⁿ */
export function polynomial(degree: number): CurveModel {
  const names = Array.from({ length: degree + 1 }, (_, power) => `c${power}`);
  const term = (name: string, power: number) =>
    power === 0 ? name : `${name}*x${power > 1 ? `^${power}` : ''}`;
  return {
    names,
    degree,
    text: names.map(term).join(' + '),
    // Horner's rule
    value: (x, parameters) => Array.from(parameters).reduceRight((sum, c) => sum * x + c, 0),
    gradient: (x) => Float64Array.from(names, (_, power) => x ** power),
  };
}

/** a·exp(b·x) */
export const exponential: CurveModel = {
  names: ['a', 'b'],
  text: 'a*exp(b*x)',
  value: (x, [a = NaN, b = NaN]: ArrayLike<number> & Iterable<number>) => a * Math.exp(b * x),
  gradient: (x, [a = NaN, b = NaN]: ArrayLike<number> & Iterable<number>) => [
    Math.exp(b * x),
    a * x * Math.exp(b * x),
  ],
};
