import type * as Plot from 'ferrograd/plot';
import type { Picture } from 'ferrograd/plot';

type Library = typeof Plot;

/** Draws every kind of picture of data that are computed by formulas: the same in Node and in the browser. */
export async function gallery(plot: Library): Promise<Record<string, Picture>> {
  const { x, y, predicted } = arms();
  const images = { data: shapes(), shape: [12, 8, 8] };
  const labels = Uint8Array.from({ length: 12 }, (_, i) => i % 4);
  const guesses = labels.map((label, i) => (i === 5 || i === 10 ? (label + 1) % 4 : label));
  const time = numbers(60, (i) => i / 10);
  const measured = time.map((t, i) => 2 + 1.5 * t + 0.6 * wobble(i));
  return {
    'learning-curve': plot.learningCurve(history(0.8)),
    'learning-curve-runs': plot.learningCurve(
      { SGD: history(0.8), 'Adam, rate 0.001': history(0.5), 'RMSprop <&> "others"': history(0.65) },
      { figures: ['loss'], lossScale: 'log', xScale: 'log', title: 'Three optimizers' },
    ),
    'learning-curve-long': plot.learningCurve(long(100_000)),
    'predicted-against-true': plot.predictedAgainstTrue(x, y, predicted),
    'decision-boundary': plot.decisionBoundary(({ data }) => sectors(data), x, y, { resolution: 40 }),
    'image-grid': plot.imageGrid(images, {
      truth: labels,
      predicted: guesses,
      columns: 6,
      classes: ['bar', 'ring', 'cross', 'diagonal'],
    }),
    'confusion-matrix': plot.confusionMatrix(
      [
        [50, 2, 0],
        [1, 45, 4],
        [0, 6, 44],
      ],
      { classes: ['setosa', 'versicolor', 'virginica'] },
    ),
    'confusion-matrix-pairs': plot.confusionMatrix(labels, guesses),
    'weight-images': plot.weightImages(
      { data: numbers(64 * 10, (i) => wobble(i)), shape: [64, 10] },
      { width: 344 },
    ),
    activations: await plot.activations(['sigmoid', 'tanh', 'relu', 'softplus']),
    solution: plot.solution(orbit(), {
      labels: ['rabbits', 'foxes'],
      xLabel: 'time / days',
      yLabel: 'animals',
    }),
    'solution-exact': plot.solution(
      { 'Euler, 8 steps': decay(8), 'Euler, 32 steps': decay(32) },
      { exact: (t) => 4 * Math.exp(-2 * t), title: 'y′ = −2y' },
    ),
    phase: plot.phase([circle(1), circle(0.6)], {
      field: (_, [a = 0, b = 0]) => [b, -a],
      labels: ['position', 'speed'],
    }),
    convergence: plot.convergence({
      Euler: { steps: [0.1, 0.05, 0.025, 0.0125], errors: [2.1e-2, 1.02e-2, 5.1e-3, 2.5e-3] },
      'Runge–Kutta 4': { steps: [0.1, 0.05, 0.025, 0.0125], errors: [3e-6, 1.8e-7, 1.1e-8, 7e-10] },
    }),
    'fitted-curve': plot.fittedCurve(time, measured, (t) => 2 + 1.5 * t, {
      label: '2 + 1.5t',
      xLabel: 'time / s',
      yLabel: 'distance / m',
    }),
    'cleaned-signal': plot.cleanedSignal(
      time,
      measured.map((value, i) => (i % 17 === 8 ? value + 12 : value)),
      time.map((t) => 2 + 1.5 * t),
      { xLabel: 'time / s', yLabel: 'distance / m' },
    ),
  };
}

const numbers = (count: number, at: (i: number) => number) =>
  Float64Array.from({ length: count }, (_, i) => at(i));

/** Numbers between −1 and 1 without a visible pattern. Unlike Math.sin, they are the same in every engine. */
export function wobble(i: number): number {
  const state = (Math.imul(i + 1, 2654435761) >>> 0) ^ 0x9e3779b9;
  return (Math.imul(state ^ (state >>> 15), 2246822519) >>> 0) / 2 ** 31 - 1;
}

function history(start: number) {
  const epochs = Array.from({ length: 30 }, (_, i) => i);
  const loss = epochs.map((i) => start / (1 + i / 4) + 0.01 * wobble(i));
  return {
    epochs,
    history: {
      loss,
      valLoss: loss.map((value, i) => value + 0.05 + i / 600 + 0.01 * wobble(i + 100)),
      accuracy: loss.map((value) => 1 - value / 2),
      valAccuracy: loss.map((value) => 0.95 - value / 2),
      learningRate: epochs.map((i) => 0.1 / (1 + i / 5)),
    },
  };
}

/** Losses of a number of epochs. */
export function long(epochs: number) {
  const loss = Array.from({ length: epochs }, (_, i) => 0.1 + 1 / (1 + i / 5000) + 0.05 * wobble(i));
  return { loss, valLoss: loss.map((value, i) => value + 0.1 + 0.05 * wobble(i + 7)) };
}

/** Points in three sectors around the middle, and predicted classes of which some are wrong. */
function arms() {
  const places = Array.from({ length: 120 }, (_, i) => [wobble(i), wobble(i + 1000)]);
  const labels = Uint8Array.from(places, ([a = 0, b = 0]) => (a + 0.1 * b > 0.3 ? 0 : b > 0 ? 1 : 2));
  const predicted = labels.map((label, i) => (i % 15 === 4 ? (label + 1) % 3 : label));
  return { x: { data: Float64Array.from(places.flat()), shape: [120, 2] }, y: labels, predicted };
}

/** Outputs of three classes that add up to 1. */
function sectors(points: Float64Array) {
  const data = new Float64Array((points.length / 2) * 3);
  for (let i = 0; i < points.length / 2; i++) {
    const [a = 0, b = 0] = points.subarray(2 * i, 2 * i + 2);
    const scores = [4 * (a - 0.3), 2 * b - a, -2 * b - a].map((one) => 1 + one / (1 + Math.abs(one)));
    const sum = scores.reduce((total, one) => total + one, 0);
    data.set(
      scores.map((one) => one / sum),
      3 * i,
    );
  }
  return { data, shape: [points.length / 2, 3] };
}

/** Four kinds of 8×8 images. */
export function shapes(): Uint8Array {
  return Uint8Array.from({ length: 12 * 64 }, (_, i) => {
    const [image, row, column] = [Math.floor(i / 64), (i >> 3) & 7, i & 7];
    const distance = Math.hypot(row - 3.5, column - 3.5);
    const isInk = [
      column === 3 || column === 4,
      distance > 2 && distance < 3.6,
      row === 3 || row === 4 || column === 3 || column === 4,
      Math.abs(row - column) <= 1,
    ][image % 4];
    return isInk ? 160 + Math.floor(95 * Math.abs(wobble(i))) : 0;
  });
}

/** A solution that looks like that of foxes and rabbits, with events where there are as many of both. */
function orbit() {
  const t = numbers(201, (i) => 5 * i);
  const wave = (at: number) => {
    const phase = (at / 450) % 1;
    return 16 * phase * phase * (1 - phase) * (1 - phase);
  };
  const rabbits = t.map((at) => 45 + 95 * wave(at + 200));
  const foxes = t.map((at) => 30 + 80 * wave(at + 120));
  const meetings = Array.from(t.keys()).filter((i) => {
    const before = (rabbits[i - 1] ?? 0) - (foxes[i - 1] ?? 0);
    return i > 0 && before * ((rabbits[i] ?? 0) - (foxes[i] ?? 0)) < 0;
  });
  return {
    t,
    y: [rabbits, foxes],
    tEvents: [meetings.map((i) => t[i] ?? 0)],
    yEvents: [meetings.map((i) => [rabbits[i] ?? 0])],
  };
}

function decay(steps: number) {
  const t = numbers(steps + 1, (i) => (4 * i) / steps);
  let value = 4;
  const y = t.map((_, i) => (value = i === 0 ? 4 : value * (1 - 8 / steps)));
  return { t, y: [y] };
}

/** A circle, drawn by a rotation without sines that keeps the radius. */
function circle(radius: number) {
  const t = numbers(120, (i) => i);
  const half = 0.03;
  let [a, b] = [radius, 0];
  const rows = [new Float64Array(120), new Float64Array(120)];
  for (let i = 0; i < 120; i++) {
    rows[0]!.set([a], i);
    rows[1]!.set([b], i);
    const [c, s] = [(1 - half * half) / (1 + half * half), (2 * half) / (1 + half * half)];
    [a, b] = [c * a + s * b, c * b - s * a];
  }
  return { t, y: rows };
}
