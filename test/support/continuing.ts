import { createHash } from 'node:crypto';

import { load, type Model } from 'ferrograd';
import { expect } from 'vitest';

/** Trains a part of the epochs. */
export type Stretch = (net: Model, part: { initialEpoch: number; epochs: number }) => Promise<unknown>;

/**
 * Trains four epochs in one fit, in two fits, and in two fits with a save and a load between them: all contents of the
 * saved file must be the same in the end.
 */
export async function expectContinued(make: () => Model, train: Stretch): Promise<void> {
  const [whole, parts] = [make(), make()];
  await train(whole, { initialEpoch: 0, epochs: 4 });
  await train(parts, { initialEpoch: 0, epochs: 2 });
  const loaded = await load(await parts.toBytes());
  await train(parts, { initialEpoch: 2, epochs: 4 });
  await train(loaded, { initialEpoch: 2, epochs: 4 });

  const expected = await bytesOf(whole);
  expect(await bytesOf(make()), 'training changes the model').not.toEqual(expected);
  expect(await bytesOf(parts), 'in two fits').toEqual(expected);
  expect(await bytesOf(loaded), 'from a file').toEqual(expected);
}

/** The contents of a model's file in a form that is quick to compare: its description, and a digest of its tensors. */
export async function bytesOf(net: Model): Promise<readonly string[]> {
  const bytes = await net.toBytes();
  const start = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const digest = createHash('sha256').update(bytes.subarray(start)).digest('hex');
  return [Buffer.from(bytes.subarray(8, start)).toString(), digest];
}
