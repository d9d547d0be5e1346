import { ArgumentError } from 'ferrograd';
import { describe, it } from 'vitest';

import { type Case, DType, expectUnchanged, labels, Shape, vectors, x } from '../../support/badInput.js';

/** The samples with one value replaced. */
const replaced = (row: number, column: number, value: number) =>
  x.map((sample, i) => sample.map((old, j) => (i === row && j === column ? value : old)));

const cases: Case[] = [
  [
    'a missing feature',
    (net) => net.fit([[0], [1], [2], [3]], labels),
    Shape,
    { message: /^dense: input has 1 features, the layer was built for 2 \(input shape \[4, 1\]\)/ },
  ],
  ['a missing feature in predict', (net) => net.predict([[0, 0, 0]]), Shape, { code: 'feature-count' }],
  ['a single sample without its batch axis', (net) => net.predict([0, 1]), Shape, { remedy: /\[n, 2\]/ }],
  [
    'a scalar',
    (net) => net.predict({ data: new Float32Array(1), shape: [] }),
    Shape,
    { code: 'feature-count' },
  ],
  ['part of a sample', (net) => net.predict(new Float32Array(5)), Shape, { message: /x has 5 values/ }],
  [
    'fewer targets than samples',
    (net) => net.fit(x, [0, 1, 2]),
    Shape,
    { message: /^fit: y has 3 targets, there are 4 samples/ },
  ],
  [
    'more targets than samples',
    (net) => net.evaluate(x, [...vectors, [0, 0, 1]]),
    Shape,
    { code: 'length-mismatch' },
  ],
  [
    'targets of another width',
    (net) =>
      net.fit(x, [
        [1, 0],
        [1, 0],
        [1, 0],
        [1, 0],
      ]),
    Shape,
    { message: /shape \[4, 2\], the model has 3 outputs/ },
  ],
  ['no samples', (net) => net.fit([], []), ArgumentError, { operation: 'fit', code: 'empty-data' }],
  [
    'no samples of a shape',
    (net) => net.predict({ data: new Float32Array(0), shape: [0, 2] }),
    ArgumentError,
    { actual: /\[0, 2\]/ },
  ],
  [
    'a label above the classes',
    (net) => net.fit(x, [0, 1, 3, 4]),
    ArgumentError,
    { message: /^fit: y\[2\] is 3, class labels must be whole numbers from 0 to 2/ },
  ],
  [
    'a negative label',
    (net) => net.evaluate(x, [0, 1, 2, -1]),
    ArgumentError,
    { actual: 'y[3] is -1', code: 'label-out-of-range' },
  ],
  [
    'a label with a fraction',
    (net) => net.fit(x, [0, 1.5, 2, 1]),
    ArgumentError,
    { actual: 'y[1] is 1.5', code: 'label-not-an-integer' },
  ],
  ['a label that is NaN', (net) => net.fit(x, [NaN, 1, 2, 1]), ArgumentError, { actual: 'y[0] is NaN' }],
  [
    'NaN among the inputs',
    (net) => net.fit(replaced(2, 1, NaN), labels),
    ArgumentError,
    { message: /^fit: x\[2\]\[1\] is NaN/ },
  ],
  [
    'an infinite input',
    (net) => net.predict(replaced(1, 0, -Infinity)),
    ArgumentError,
    { message: /^predict: x\[1\]\[0\] is -Infinity/ },
  ],
  [
    'an input too large for float32',
    (net) => net.evaluate(replaced(3, 0, 1e300), labels),
    ArgumentError,
    { message: /x\[3\]\[0\] is Infinity.*element type/ },
  ],
  [
    'NaN among the targets',
    (net) =>
      net.fit(
        x,
        vectors.map((row, i) => (i === 1 ? [0, NaN, 0] : row)),
      ),
    ArgumentError,
    { actual: 'y[1][1] is NaN' },
  ],
  [
    'NaN for gradients',
    (net) => net.gradients(replaced(0, 0, NaN), labels),
    ArgumentError,
    { message: /^gradients: x\[0\]\[0\]/ },
  ],
  [
    'NaN in the validation data',
    (net) => net.fit(x, labels, { validationData: [replaced(0, 1, NaN), labels] }),
    ArgumentError,
    { actual: 'validationData[0][0][1] is NaN' },
  ],
  [
    'NaN in the samples for validation',
    (net) => net.fit(replaced(3, 1, NaN), labels, { validationSplit: 0.5 }),
    ArgumentError,
    { actual: 'x[3][1] is NaN' },
  ],
  [
    'a bad label in the validation data',
    (net) => net.fit(x, labels, { validationData: [x, [0, 1, 2, 9]] }),
    ArgumentError,
    { actual: 'validationData[1][3] is 9' },
  ],
  [
    'rows of unequal length',
    (net) => net.predict([[0, 1], [1]]),
    Shape,
    { actual: /x\[1\] is an array of length 1/ },
  ],
  ['text among numbers', (net) => net.predict([[0, '1']] as never), DType, { actual: 'x[0][1] is "1"' }],
  ['nothing at all', (net) => net.predict(undefined as never), DType, { operation: 'predict' }],
  [
    'an object that is no array',
    (net) => net.predict({ data: [1, 2], shape: [1, 2] }),
    DType,
    { actual: /x\.data/ },
  ],
  [
    'integers that no float64 is',
    (net) => net.predict({ data: BigInt64Array.of(0n, 2n ** 53n), shape: [1, 2] }),
    ArgumentError,
    { actual: /x\.data\[1\] is 9007199254740992n/ },
  ],
  [
    'complex numbers',
    (net) => net.predict({ data: new Float64Array(4), shape: [1, 2], dtype: 'complex128' } as never),
    DType,
    { remedy: /np\.real/ },
  ],
  [
    'a shape that is not its data',
    (net) => net.predict({ data: new Float32Array(3), shape: [2, 2] }),
    Shape,
    { actual: /3 values/, expected: /needs 4/ },
  ],
  [
    'a shape of nonsense',
    (net) => net.predict({ data: new Float32Array(4), shape: [-2, -2] }),
    Shape,
    { actual: /shape is \[-2, -2\]/ },
  ],
  [
    'a scale of nonsense',
    (net) => net.predict({ data: new Float32Array(2), shape: [1, 2], scale: NaN }),
    ArgumentError,
    { actual: 'x.scale is NaN' },
  ],
  ['an array that contains itself', (net) => net.predict(cyclic() as never), Shape, { code: 'nesting' }],
  [
    'arrays that claim more than memory',
    (net) => net.predict(enormous() as never),
    ArgumentError,
    { code: 'too-large' },
  ],
];

describe('leaves the model as it was:', () => {
  it.each(cases)('%s', (...refused) => expectUnchanged(refused));
});

function cyclic() {
  const array: unknown[] = [];
  array.push(array);
  return array;
}

function enormous() {
  let level: unknown = 0;
  for (let depth = 0; depth < 10; depth++) level = new Array<unknown>(1000).fill(level);
  return level;
}
