import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mnist } from 'ferrograd/data';
import { beforeAll, describe, expect, it } from 'vitest';

const { FERROGRAD_DATA: root } = process.env;
const present = root !== undefined && existsSync(join(root, 'mnist'));

describe.skipIf(!present)('MNIST itself (needs FERROGRAD_DATA/mnist)', () => {
  let loaded: ReturnType<typeof mnist>;
  beforeAll(() => {
    loaded = mnist({ download: false });
  });

  it('has 60,000 and 10,000 digits in the published frequencies', async () => {
    const { train, test } = await loaded;
    expect([train.x.shape, train.y.shape]).toEqual([[60000, 28, 28], [60000]]);
    expect([test.x.shape, test.y.shape]).toEqual([[10000, 28, 28], [10000]]);
    expect(train.x.scale).toBe(1 / 255);
    expect(counts(train.y.data)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(counts(test.y.data)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    expect(mean(train.x.data) / 255).toBeCloseTo(0.1307, 4);
    expect(mean(test.x.data) / 255).toBeCloseTo(0.1325, 4);
  });

  it('is read into memory of its own by every call', async () => {
    const { train } = await loaded;
    const { train: again } = await mnist({ download: false });
    expect(again.x.data.buffer).not.toBe(train.x.data.buffer);
    expect(mean(again.x.data)).toBe(mean(train.x.data));
  });
});

function counts(labels: Uint8Array): number[] {
  const result = new Array<number>(10).fill(0);
  for (const label of labels) result[label] = (result[label] ?? 0) + 1;
  return result;
}

function mean(data: Uint8Array): number {
  let sum = 0;
  for (const value of data) sum += value;
  return sum / data.length;
}
