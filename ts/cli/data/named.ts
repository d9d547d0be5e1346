import { digits, linear, mnist, spiral, xorEasy } from '../../data/index.js';
import { type DataSet, numberedClasses } from './dataset.js';

export interface NamedOptions {
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/** The data sets that need no file, by name. */
export const named: Readonly<Record<string, (options: NamedOptions) => DataSet | Promise<DataSet>>> = {
  mnist: async ({ signal }) => ({
    name: 'mnist',
    ...(await mnist(signal ? { signal } : {})),
    task: numberedClasses(10),
  }),
  digits: () => {
    const { train, test } = digits();
    return { name: 'digits', train, test, task: numberedClasses(10) };
  },
  // Other points of the same kind to test with.
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
