/**
 * MNIST as arrays: loaded, reshaped, filtered to the labels below 2, one-hot encoded, and shown as characters.
 *
 *     npx tsx examples/mnist-characters.ts
 */
import { mnist, oneHot } from 'ferrograd/data';
import * as np from 'ferrograd/numpy';
import { terminal } from 'ferrograd/plot';

const { test } = await mnist();
const images = np.asarray({ data: test.x.data, shape: test.x.shape });
const labels = np.asarray(test.y);
console.log(`images ${images.shape.join(' × ')}, labels ${labels.shape.join(' × ')}`);

const flat = images.reshape(-1, 784);
const isSmall = np.less(labels, 2);
const chosen = np.bindex(flat, isSmall);
const digits = np.bindex(labels, isSmall);
console.log(
  `below 2: ${chosen.shape.join(' × ')}, ${digits.size} labels from ${Number(np.min(digits))} to ${Number(np.max(digits))}`,
);

const vectors = np.asarray(oneHot(digits, 2));
const unitRows = np.eye(2).iindex(np.asarray(digits, 'int64'));
console.log(`one-hot ${vectors.shape.join(' × ')}, the first are\n${String(vectors.slice(':3'))}`);
console.log(`rows of the unit matrix are the same: ${np.array_equal(vectors, unitRows) ? 'yes' : 'no'}`);

const shown = { data: new Uint8Array(chosen.data as Uint8Array), shape: [chosen.shape[0] ?? 0, 28, 28] };
console.log(terminal.images(shown, { truth: digits, count: 4 }));
