import { digits, iris, linear, mnist, spiral, xorEasy } from '../../data/index.js';
import { type DataSet, type DataSetName, numberedClasses } from './dataset.js';

export interface NamedOptions {
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/** Loaders of the data sets that need no file. */
export const namedDataSets: Readonly<
  Record<DataSetName, (options: NamedOptions) => DataSet | Promise<DataSet>>
> = {
  mnist: async ({ signal }) => ({
    name: 'mnist',
    ...(await mnist(signal ? { signal } : {})),
    task: numberedClasses(10),
  }),
  digits: () => {
    const { train, test } = digits();
    return { name: 'digits', train, test, task: numberedClasses(10) };
  },
  iris: () => {
    const { x, y, featureNames, classNames } = iris();
    return {
      name: 'iris',
      train: { x, y },
      task: { kind: 'classes', names: classNames },
      columns: { features: featureNames, target: 'species' },
    };
  },
  // The test samples are other points of the same spirals.
  spiral: ({ seed }) => ({
    name: 'spiral',
    train: spiral({ seed }),
    test: spiral({ seed: seed + 1 }),
    task: numberedClasses(3),
  }),
  xor: () => ({ name: 'xor', train: xorEasy(), task: numberedClasses(2) }),
  linear: ({ seed }) => ({
    name: 'linear',
    train: linear({ seed }),
    test: linear({ seed: seed + 1 }),
    task: numberedClasses(2),
  }),
};
