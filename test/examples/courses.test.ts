import { describe, expect, it } from 'vitest';

import { hasData, numberAfter, runExample } from './run.js';

describe('the programs of the courses print their numbers', () => {
  it('a network from scratch', () => {
    const output = runExample('network-from-scratch');
    expect(output).toContain('cost: 0.2818');
    expect(output).toContain('→ [0.11, -0.50, 0.22], [-0.12, 0.10, -0.20]');
    expect(numberAfter(output, 'toy data: [\\d.]+ % before training\\ntoy data:')).toBeGreaterThan(95);
    if (!hasData('mnist')) return;
    expect(numberAfter(output, 'MNIST:')).toBeLessThan(20);
    expect(numberAfter(output, 'MNIST: [\\d.]+ % before training\\nMNIST:')).toBeGreaterThan(85);
  });

  it('points that a line separates, and XOR', () => {
    const output = runExample('linear-and-xor');
    expect(output).toMatch(/^epoch 5000 loss: \d\.\d+$/m);
    expect(output.match(/below 0.04 after \d+ epochs; accuracy 100 %/g)).toHaveLength(2);
  });

  it('spiral arms', () => {
    const output = runExample('spiral');
    expect(numberAfter(output, '2-64-3, SGD: accuracy')).toBeGreaterThanOrEqual(0.93);
    expect(numberAfter(output, '2-64-3, Adam: accuracy')).toBeGreaterThanOrEqual(0.96);
    expect(numberAfter(output, '2-4-3, SGD: accuracy')).toBeGreaterThan(0.4);
    expect(numberAfter(output, 'L1 and L2: accuracy')).toBeGreaterThan(0.8);
    expect(numberAfter(output, 'dropout: accuracy')).toBeGreaterThan(0.8);
    // The variance of the arms' numbers is 2/3.
    expect(numberAfter(output, 'mean squared error')).toBeLessThan(0.5);
    expect(output).toContain('reloaded from .npy: the same outputs');
  });

  it('spiral arms by a training loop', () => {
    const output = runExample('spiral-by-hand', '--steps', '3000');
    expect(numberAfter(output, 'step: 3000, acc:')).toBeGreaterThan(0.9);
  });

  it('activations and descents', () => {
    const output = runExample('activations');
    expect(output).toMatch(/softplus[^]*?\s1\.0\s+1\.313262\s+0\.731059\s+0\.731059/);
    for (const [, error] of output.matchAll(/^dense\S* +(\S+)$/gm)) expect(Number(error)).toBeLessThan(1e-6);
    expect(numberAfter(output, 'mini-batches of 10: loss')).toBeLessThan(0.1);
    expect(numberAfter(output, 'full batch: loss')).toBeLessThan(0.2);
  });
});

describe.skipIf(!hasData('mnist'))('on MNIST', () => {
  it('zeros and ones, then all digits', () => {
    const output = runExample('zeros-and-ones');
    expect(output).toContain('12665 images of 0 and 1');
    const [binary, all] = [...output.matchAll(/test accuracy: ([\d.]+) %/g)].map(([, value]) =>
      Number(value),
    );
    expect(binary).toBeGreaterThan(99);
    expect(all).toBeGreaterThan(75);
  });

  it.each([
    ['quadratic', '30', 94],
    ['crossEntropy', '30', 94],
    ['crossEntropy', '100', 96],
  ])('Nielsen’s network with %s cost and %s hidden units', (cost, hidden, least) => {
    const output = runExample('mnist', '--cost', cost, '--hidden', hidden, '--epochs', '10');
    expect(output.match(/^Epoch \d+: \d+ \/ 10000$/gm)).toHaveLength(10);
    expect(numberAfter(output, 'test accuracy:')).toBeGreaterThan(least);
  });

  it('a convolutional network', () => {
    expect(numberAfter(runExample('conv-mnist'), 'test accuracy:')).toBeGreaterThanOrEqual(99);
  });
});

it.skipIf(!hasData('cats-dogs.tar'))('cats and dogs', () => {
  expect(numberAfter(runExample('cats-dogs'), 'test accuracy:')).toBeGreaterThanOrEqual(75);
});
