import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ArgumentError, BackendError, DataError, DTypeError, ShapeError } from 'ferrograd';
import * as plot from 'ferrograd/plot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Expected, expectError } from '../support/errors.js';

/** The functions as JavaScript may call them, with arguments of any type. */
const loose = plot as unknown as Record<string, (...args: unknown[]) => unknown>;
const terminal = plot.terminal as unknown as Record<string, (...args: unknown[]) => unknown>;
const call =
  (name: string, ...args: unknown[]) =>
  () =>
    loose[name]?.(...args);
const print =
  (name: string, ...args: unknown[]) =>
  () =>
    terminal[name]?.(...args);

type Class = typeof ArgumentError;
const [Shape, DType, Backend] = [ShapeError, DTypeError, BackendError] as unknown as [Class, Class, Class];

const points = [
  [0, 0],
  [1, 1],
];
const history = { loss: [1, 0.5] };
const line = { t: [0, 1], y: [[1, 2]] };
const plane = {
  t: [0, 1],
  y: [
    [1, 2],
    [3, 4],
  ],
};
const image = { data: new Uint8Array(16), shape: [1, 4, 4] };

const cases: [name: string, call: () => unknown, Class: Class, expected: Expected][] = [
  ['no history', call('learningCurve', 3), ArgumentError, { code: 'not-a-history' }],
  ['no history at all', call('learningCurve'), ArgumentError, { actual: 'the history is undefined' }],
  ['an empty object', call('learningCurve', {}), ArgumentError, { code: 'not-a-history' }],
  [
    'a history without an epoch',
    call('learningCurve', { history: { loss: [] }, epochs: [] }),
    ArgumentError,
    { code: 'no-figures' },
  ],
  [
    'one history of two',
    call('learningCurve', { a: history, b: 4 }),
    ArgumentError,
    { actual: /not every entry/ },
  ],
  [
    'a misspelt metric',
    call('learningCurve', history, { figures: ['los'] }),
    ArgumentError,
    { remedy: "did you mean 'loss'?" },
  ],
  [
    'an empty list of metrics',
    call('learningCurve', history, { figures: [] }),
    ArgumentError,
    { code: 'figures' },
  ],
  [
    'a misspelt option',
    call('learningCurve', history, { titel: 'x' }),
    ArgumentError,
    { remedy: "did you mean 'title'?" },
  ],
  [
    'an unknown scale',
    call('learningCurve', history, { xScale: 'logarithmic' }),
    ArgumentError,
    { code: 'unknown-scale' },
  ],
  [
    'a title that is no text',
    call('learningCurve', history, { title: 4 }),
    ArgumentError,
    { code: 'not-a-text' },
  ],
  ['a picture too narrow', call('learningCurve', history, { width: 20 }), ArgumentError, { code: 'size' }],
  [
    'an endless height',
    call('learningCurve', history, { height: Infinity }),
    ArgumentError,
    { code: 'not-a-positive-number' },
  ],
  ['options as a text', call('learningCurve', history, 'log'), ArgumentError, { code: 'options' }],
  ['no solution', call('solution', [1, 2]), ArgumentError, { code: 'not-a-solution' }],
  ['values of other length', call('solution', { t: [0, 1], y: [[1]] }), Shape, { expected: /there are 2/ }],
  [
    'a matrix of other length',
    call('solution', { t: [0, 1], y: { data: new Float64Array(3), shape: [1, 3] } }),
    Shape,
    { code: 'solution-shape' },
  ],
  ['solutions of different sizes', call('solution', [line, plane]), Shape, { code: 'components' }],
  ['too few labels', call('solution', plane, { labels: ['x'] }), ArgumentError, { code: 'number-of-texts' }],
  [
    'an exact solution that is no function',
    call('solution', line, { exact: 4 }),
    ArgumentError,
    { code: 'not-a-function' },
  ],
  ['a phase plane of one component', call('phase', line), ArgumentError, { code: 'components' }],
  [
    'a field of three components',
    call('phase', { t: [0], y: [[1], [2], [3]] }, { field: () => [0, 0, 0] }),
    Shape,
    { code: 'field-size' },
  ],
  ['a field that is a text', call('phase', plane, { field: 'x' }), ArgumentError, { code: 'field' }],
  [
    'components out of range',
    call('phase', plane, { components: [0, 2] }),
    ArgumentError,
    { expected: /0 to 1/ },
  ],
  ['points in space', call('predictedAgainstTrue', [[1, 2, 3]], [0], [0]), Shape, { code: 'points' }],
  [
    'a point at infinity',
    call('predictedAgainstTrue', [[1, Infinity]], [0], [0]),
    ArgumentError,
    { code: 'not-finite' },
  ],
  [
    'fewer classes than points',
    call('predictedAgainstTrue', points, [0], [0, 1]),
    Shape,
    { code: 'classes-shape' },
  ],
  [
    'a class that is no whole number',
    call('predictedAgainstTrue', points, [0.5, 1], [0, 1]),
    ArgumentError,
    { code: 'label' },
  ],
  [
    'too few names',
    call('predictedAgainstTrue', points, [0, 1], [0, 1], { classes: ['a'] }),
    ArgumentError,
    { code: 'class-names' },
  ],
  ['no model', call('decisionBoundary', {}, points, [0, 1]), ArgumentError, { code: 'not-a-model' }],
  [
    'a model of other outputs',
    call('decisionBoundary', () => [1, 2], points, [0, 1]),
    Shape,
    { code: 'outputs' },
  ],
  [
    'a resolution that is no whole number',
    call('decisionBoundary', () => [], points, [0, 1], { resolution: 0.5 }),
    ArgumentError,
    { code: 'not-an-integer' },
  ],
  ['no images', call('imageGrid', []), ArgumentError, { code: 'empty-data' }],
  [
    'flat images that are no squares',
    call('imageGrid', { data: new Uint8Array(15), shape: [1, 15] }),
    Shape,
    { remedy: /shape/ },
  ],
  [
    'images of two channels',
    call('imageGrid', { data: new Uint8Array(32), shape: [1, 4, 4, 2] }),
    Shape,
    { code: 'images' },
  ],
  ['images that are no array', call('imageGrid', 'digits'), DType, { code: 'not-an-array' }],
  ['a shape that is a number', call('imageGrid', image, { shape: 28 }), Shape, { code: 'image-shape' }],
  [
    'an image that is not there',
    call('imageGrid', image, { indices: [0, 1] }),
    ArgumentError,
    { actual: 'indices[1] is 1' },
  ],
  ['no columns', call('imageGrid', image, { columns: 0 }), ArgumentError, { code: 'not-an-integer' }],
  ['a matrix that is not square', call('confusionMatrix', [[1, 2]]), Shape, { code: 'matrix' }],
  [
    'a negative count',
    call('confusionMatrix', [
      [1, -2],
      [0, 1],
    ]),
    ArgumentError,
    { actual: 'matrix[0][1] is -2' },
  ],
  [
    'weights of no image',
    call('weightImages', { data: new Float32Array(6), shape: [3, 2] }),
    Shape,
    { code: 'no-images' },
  ],
  [
    'an unknown activation',
    call('activations', ['sigmiod']),
    ArgumentError,
    { remedy: "did you mean 'sigmoid'?" },
  ],
  ['an activation of rows', call('activations', ['softmax']), ArgumentError, { code: 'no-derivative' }],
  ['no activation', call('activations', []), ArgumentError, { code: 'empty-data' }],
  ['a falling range', call('activations', ['relu'], { range: [1, 0] }), ArgumentError, { code: 'range' }],
  ['no errors', call('convergence', { Euler: [1] }), ArgumentError, { code: 'no-errors' }],
  [
    'a step of 0',
    call('convergence', { steps: [0, 1], errors: [1, 1] }),
    ArgumentError,
    { code: 'step-or-error' },
  ],
  [
    'fewer errors than steps',
    call('convergence', { steps: [0.1, 1], errors: [1] }),
    Shape,
    { code: 'vector' },
  ],
  ['data of other length', call('fittedCurve', [1, 2], [1], (x: number) => x), Shape, { code: 'vector' }],
  ['no data', call('fittedCurve', [], [], (x: number) => x), ArgumentError, { code: 'empty-data' }],
  ['a curve that is a text', call('fittedCurve', [1], [1], 'linear'), DType, { code: 'not-an-array' }],
  [
    'a cleaned signal of other length',
    call('cleanedSignal', [1, 2], [1, 2], [1]),
    Shape,
    { remedy: /cleanedX/ },
  ],
  ['no element for a live chart', call('liveChart', null), ArgumentError, { code: 'not-an-element' }],
  [
    'a terminal too narrow',
    print('learningCurve', history, { width: 3 }),
    ArgumentError,
    { code: 'not-an-integer' },
  ],
  [
    'colours that are a text',
    print('images', image, { colours: 'yes' }),
    ArgumentError,
    { code: 'not-a-boolean' },
  ],
  [
    'an unknown option of a table',
    print('confusionMatrix', [[1]], { class: [] }),
    ArgumentError,
    { remedy: "did you mean 'classes'?" },
  ],
  ['an element in Node', () => plot.learningCurve(history).element(), Backend, { code: 'no-document' }],
  [
    'a scale of 0',
    () => plot.learningCurve(history).png({ scale: 0 }),
    ArgumentError,
    { code: 'not-a-positive-number' },
  ],
  [
    'an image too large',
    () => plot.learningCurve(history).png({ scale: 100 }),
    ArgumentError,
    { remedy: /scale of at most/ },
  ],
  [
    'another file type',
    () => plot.learningCurve(history).save('curve.jpg'),
    ArgumentError,
    { code: 'picture-type' },
  ],
  [
    'no path',
    () => plot.learningCurve(history).save(undefined as unknown as string),
    ArgumentError,
    { code: 'picture-type' },
  ],
];

describe('wrong arguments are refused with a remedy', () => {
  test.each(cases)('such as %s', async (_, run, Class, expected) => {
    await expectError(run, Class, expected);
  });
});

describe('files', () => {
  let folder = '';
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'ferrograd-plot-'))));
  afterAll(() => rm(folder, { recursive: true }));

  test('are not written where the folder is missing', async () => {
    const save = () => plot.learningCurve(history).save(join(folder, 'missing', 'curve.svg'));
    await expectError(save, DataError, { code: 'file-folder' });
    expect(await readdir(folder)).toEqual([]);
  });

  test('are written as SVG or PNG, by the ending of the path', async () => {
    const picture = plot.learningCurve(history);
    await picture.save(join(folder, 'curve.SVG'));
    await picture.save(new URL(`file://${folder}/curve.png`), { scale: 1 });
    expect((await readdir(folder)).sort()).toEqual(['curve.SVG', 'curve.png']);
  });
});
