import { ArgumentError, DataError } from 'ferrograd';
import { readCsv } from 'ferrograd/data';
import { describe, expect, it } from 'vitest';

import { expectError } from '../../support/errors.js';

describe('samples and targets', () => {
  const text = 'w,h,kind\n1,2,dog\n3,4,cat\n5,6,dog\n';

  it('have class indices for a target that is text', async () => {
    const table = await readCsv(text);
    expect(table.xy({ target: 'kind', dtype: 'float32' })).toEqual({
      x: { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [3, 2] },
      y: { data: Int32Array.of(1, 0, 1), shape: [3] },
      featureNames: ['w', 'h'],
      classNames: ['cat', 'dog'],
    });
    expect(table.xy({ target: 'kind', classes: ['dog', 'cat'] }).y.data).toEqual(Int32Array.of(0, 1, 0));
  });

  it('have one target or a list of them', async () => {
    const table = await readCsv('a,b,c\n1,2,3\n4,5,6');
    expect(table.xy({ target: 'c' }).y).toEqual({ data: Float64Array.of(3, 6), shape: [2] });
    expect(table.xy({ target: ['c', 'a'] })).toMatchObject({
      x: { data: Float64Array.of(2, 5), shape: [2, 1] },
      y: { data: Float64Array.of(3, 1, 6, 4), shape: [2, 2] },
      classNames: undefined,
    });
  });

  it('are refused where a feature is text or a name is unknown', async () => {
    const table = await readCsv(`${text}7,eight,cat`);
    await expectError(() => table.toArray(), DataError, {
      code: 'csv-not-a-number',
      operation: 'toArray',
      actual: /the input has "eight" in line 5, column h/,
    });
    await expectError(() => table.xy({ target: 'kind' }), DataError, { actual: /line 5, column h/ });
    await expectError(() => table.xy({ target: 'kin' }), ArgumentError, { remedy: /'kind'/ });
    await expectError(() => table.xy({ target: 'kind', features: [] }), ArgumentError, {
      code: 'column-names',
    });
    await expectError(() => table.xy({ target: 'kind', features: ['w'], classes: ['cat'] }), ArgumentError, {
      actual: /"dog" in row 0/,
    });
  });
});
