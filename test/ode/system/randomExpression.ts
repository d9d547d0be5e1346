import fc from 'fast-check';

/** An expression as text, with a JavaScript function that computes its value. */
export interface RandomExpression {
  readonly text: string;
  readonly value: (x: number, y: number, p: number, t: number) => number;
}

type Value = RandomExpression['value'];

const leaves: readonly RandomExpression[] = [
  { text: 'x', value: (x) => x },
  { text: 'y', value: (_, y) => y },
  { text: 'p', value: (_, __, p) => p },
  { text: 't', value: (_, __, ___, t) => t },
  { text: 'pi', value: () => Math.PI },
];

/** Functions that are smooth everywhere, so that difference quotients approach their derivatives. */
const unary: readonly [string, (a: number) => number][] = [
  ['sin', Math.sin],
  ['cos', Math.cos],
  ['atan', Math.atan],
  ['tanh', Math.tanh],
  ['exp', Math.exp],
  ['-', (a) => -a],
];
const binary: readonly [string, (a: number, b: number) => number][] = [
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
];

/** Any expression of smooth functions, in full brackets. */
export const expressions: fc.Arbitrary<RandomExpression> = fc.letrec<{ tree: RandomExpression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(...leaves),
    fc
      .integer({ min: 0, max: 40 })
      .map((n) => ({ text: String(n / 8), value: () => n / 8 }) satisfies RandomExpression),
    fc.tuple(fc.constantFrom(...unary), tie('tree')).map(([[name, f], a]) => call(name, f, a)),
    fc
      .tuple(fc.constantFrom(...binary), tie('tree'), tie('tree'))
      .map(([[operator, f], a, b]) => operation(operator, f, a, b)),
    fc.tuple(tie('tree'), fc.constantFrom(2, 3)).map(([a, power]) => ({
      text: `(${a.text})^${power}`,
      value: ((...at) => a.value(...at) ** power) satisfies Value,
    })),
    // Denominators and the arguments of roots and logarithms stay away from zero.
    fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => ({
      text: `(${a.text})/(2+(${b.text})^2)`,
      value: ((...at) => a.value(...at) / (2 + b.value(...at) ** 2)) satisfies Value,
    })),
    tie('tree').map((a) => ({
      text: `log(1+sqrt(1+(${a.text})^2))`,
      value: ((...at) => Math.log(1 + Math.sqrt(1 + a.value(...at) ** 2))) satisfies Value,
    })),
  ),
})).tree;

function call(name: string, f: (a: number) => number, a: RandomExpression): RandomExpression {
  return { text: `${name}(${a.text})`, value: (...at) => f(a.value(...at)) };
}

function operation(
  operator: string,
  f: (a: number, b: number) => number,
  a: RandomExpression,
  b: RandomExpression,
): RandomExpression {
  return {
    text: `(${a.text}) ${operator} (${b.text})`,
    value: (...at) => f(a.value(...at), b.value(...at)),
  };
}
