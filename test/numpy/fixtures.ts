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

/** What NumPy answers; `make_numpy.py` asked it. */
export const { course, printed } = JSON.parse(
  readFileSync(new URL('../fixtures/numpy.json', import.meta.url), 'utf8'),
) as Fixtures;
