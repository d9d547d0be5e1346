import { digits } from 'ferrograd/data';
import { describe, expect, it } from 'vitest';

function counts(labels: Uint8Array): number[] {
  return Array.from({ length: 10 }, (_, digit) => labels.filter((label) => label === digit).length);
}

describe('digits', () => {
  const { x, y, train, test } = digits();

  it('has the documented shapes and scale', () => {
    expect([x.shape, y.shape]).toEqual([[1797, 8, 8], [1797]]);
    expect([train.x.shape, train.y.shape]).toEqual([[1500, 8, 8], [1500]]);
    expect([test.x.shape, test.y.shape]).toEqual([[297, 8, 8], [297]]);
    expect([x.data.length, y.data.length]).toEqual([1797 * 64, 1797]);
    expect([x.scale, train.x.scale, test.x.scale]).toEqual([1 / 16, 1 / 16, 1 / 16]);
  });

  // Sums taken from the distributed table itself, the second weighted by the column (1…64).
  it('holds the values of the published table', () => {
    expect(counts(y.data)).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    expect(x.data.reduce((sum, value) => sum + value, 0)).toBe(561_718);
    expect(x.data.reduce((sum, value, i) => sum + value * ((i % 64) + 1), 0)).toBe(18_222_371);
    expect(Math.max(...x.data)).toBe(16);
    expect(Array.from(x.data.subarray(0, 16))).toEqual([0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0]);
    expect(Array.from(y.data.subarray(-6))).toEqual([4, 9, 0, 8, 9, 8]);
  });

  it('is split without loss or overlap', () => {
    expect([...train.x.data, ...test.x.data]).toEqual([...x.data]);
    expect([...train.y.data, ...test.y.data]).toEqual([...y.data]);
  });

  it('is in memory of its own after every call', () => {
    digits().x.data.fill(99);
    expect(Math.max(...digits().x.data)).toBe(16);
  });
});
