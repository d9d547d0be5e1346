import { readFileSync } from 'node:fs';

export interface Content {
  readonly shape: number[];
  readonly dtype: string;
  readonly values: (number | string | [number, number])[];
}

interface Fixtures {
  readonly course: Readonly<Record<string, Content>>;
  readonly printed: Readonly<Record<string, Partial<Content> & { str: string; repr: string }>>;
}

/** NumPy's results, written by `make_numpy.py`. */
export const { course, printed } = JSON.parse(
  readFileSync(new URL('../fixtures/numpy.json', import.meta.url), 'utf8'),
) as Fixtures;
