import fc from 'fast-check';
import * as plot from 'ferrograd/plot';
import { describe, expect, test } from 'vitest';

import { textWidth } from '../../dist/plot/figure/measure.js';
import { formatNumber, scaleOf } from '../../dist/plot/figure/scale.js';
import { thinned, thinnedDots, thinnedPath } from '../../dist/plot/figure/thin.js';
import { difference, readPng } from './compare.js';
import { long, wobble } from './gallery.js';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 });

describe('thinned curves', () => {
  test('keep their ends, the order, and the extremes of every column of pixels', () => {
    const curves = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 20, maxLength: 300 });
    fc.assert(
      fc.property(curves, fc.integer({ min: 2, max: 9 }), (values, columns) => {
        const x = values.map((_, i) => i);
        const curve = thinned({ x, y: values }, columns);
        const kept = Array.from(curve.x);
        expect(kept.length).toBeLessThanOrEqual(2 * columns + 4);
        expect(kept).toEqual([...kept].sort((a, b) => a - b));
        expect([kept[0], kept.at(-1)]).toEqual([0, values.length - 1]);
        for (let column = 0; column < columns; column++) {
          const own = x
            .filter((i) => Math.floor(i * (columns / (values.length - 1))) === column)
            .map((i) => values[i]!);
          for (const extreme of [Math.min(...own), Math.max(...own)]) expect(curve.y).toContain(extreme);
        }
      }),
    );
  });

  test('keep their gaps', () => {
    const y = Array.from({ length: 5000 }, (_, i) => (i > 2000 && i < 3000 ? NaN : wobble(i)));
    const curve = thinned({ x: y.map((_, i) => i), y }, 50);
    const gap = Array.from(curve.y).findIndex(Number.isNaN);
    expect(gap).toBeGreaterThan(0);
    expect(curve.x[gap]).toBeGreaterThan(1990);
  });

  test.each(['noisy', 'smooth'])('look as they do with all their points: %s', async (kind) => {
    const loss = kind === 'noisy' ? long(20_000).loss : long(20_000).loss.map((_, i) => 1 / (1 + i / 2000));
    const thin = plot.learningCurve({ loss });
    const [line = '', d = ''] = /<g aria-label="line"[^>]*><path d="([^"]*)"/.exec(thin.svg) ?? [];
    const places = (d.match(/-?[\d.]+,-?[\d.]+/g) ?? []).map((point) => point.split(',').map(Number));
    const column = (axis: number) => places.map((place) => place[axis] ?? NaN);
    const [[x0, x1], ys] = [[column(0)[0]!, column(0).at(-1)!], column(1)];
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
    const [low, high] = [Math.min(...loss), Math.max(...loss)];
    const points = loss.map((value, i) => {
      const y = bottom - ((value - low) / (high - low)) * (bottom - top);
      return `${x0 + (i / (loss.length - 1)) * (x1 - x0)},${y}`;
    });
    expect(places.length).toBeLessThan(points.length / 10);
    const svg = thin.svg.replace(line, line.replace(d, `M${points.join('L')}`));
    const whole = new plot.Picture(svg, thin.width, thin.height);
    const [a, b] = await Promise.all([thin, whole].map(async (one) => readPng(await one.png({ scale: 1 }))));
    expect(difference(a!, b!)).toBeLessThan(0.005);
    expect(difference(a!, b!, 2)).toBeLessThan(0.002);
  });

  test('make a picture below 100 KB of 100,000 epochs with loss, accuracy, validation and rate', () => {
    const { loss, valLoss } = long(100_000);
    const accuracy = loss.map((value, i) => 1 - value / 3 + 0.02 * wobble(i + 3));
    const curves = {
      loss,
      valLoss,
      accuracy,
      valAccuracy: accuracy.map((value) => value - 0.1),
      learningRate: loss.map((_, i) => 1 / (1 + i / 1000)),
    };
    for (const xScale of ['linear', 'log'] as const) {
      expect(Buffer.byteLength(plot.learningCurve(curves, { xScale }).svg)).toBeLessThan(100_000);
    }
  });

  test('of paths and dots have one point for each pixel', () => {
    const points = { x: Array.from({ length: 10_000 }, (_, i) => i / 1000), y: new Float64Array(10_000) };
    const pixels = (x: number, y: number): [number, number] => [x, y];
    expect(thinnedPath(points, pixels).x.length).toBeLessThan(30);
    expect(Array.from(thinnedDots(points, pixels).x)).toHaveLength(11);
    expect(thinnedPath(points, pixels).x.length).toBeGreaterThan(10);
  });
});

describe('axes', () => {
  test('cover the data and have few, rising ticks', () => {
    const range = fc
      .tuple(finite, finite)
      .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
    fc.assert(
      fc.property(range, fc.integer({ min: 2, max: 10 }), ([low, high], count) => {
        const { domain, ticks } = scaleOf([low, high], { count });
        const slack = 1e-9 * Math.max(Math.abs(low), Math.abs(high), 1e-300);
        expect(domain[0]).toBeLessThanOrEqual(low + slack);
        expect(domain[1]).toBeGreaterThanOrEqual(high - slack);
        expect(ticks.length).toBeGreaterThan(1);
        expect(ticks.length).toBeLessThanOrEqual(2 * count + 2);
        expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
      }),
    );
  });

  test('that are logarithmic cover the data and have few ticks, too', () => {
    const positive = fc.double({ min: 1e-280, max: 1e280, noNaN: true });
    fc.assert(
      fc.property(positive, positive, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const { domain, ticks } = scaleOf([low, high], { type: 'log' });
        expect(domain[0]).toBeGreaterThan(0);
        expect(domain[0]).toBeLessThanOrEqual(low);
        expect(domain[1]).toBeGreaterThanOrEqual(high);
        expect(ticks.length).toBeLessThan(20);
        expect(ticks.every((tick) => tick >= domain[0] && tick <= domain[1])).toBe(true);
      }),
    );
  });

  test.each([
    [0, '0'],
    [0.1 + 0.2, '0.3'],
    [-12000, '−12,000'],
    [1e6, '10⁶'],
    [2.5e-7, '2.5·10⁻⁷'],
    [-1e-12, '−10⁻¹²'],
  ])('label %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe('texts', () => {
  test('that contain markup are escaped', () => {
    const title = '</text><script>alert("1 & 2")</script>\u0000';
    const { svg } = plot.learningCurve({ loss: [1, 0.5] }, { title, width: 800 });
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;/text&gt;&lt;script&gt;alert(&quot;1 &amp; 2&quot;)');
  });

  test('that are too wide end in an ellipsis', () => {
    const { svg } = plot.learningCurve({ loss: [1, 0.5] }, { title: 'wide '.repeat(100), width: 400 });
    const [, title = ''] = /font-size="16">([^<]*)</.exec(svg) ?? [];
    expect(title.endsWith('…')).toBe(true);
    expect(textWidth(title, 16)).toBeLessThanOrEqual(400);
  });

  test('that name clip paths follow from the content, and differ between pictures', () => {
    const boundary = (threshold: number) =>
      plot.decisionBoundary(
        ({ data }) => ({ data: data.filter((_, i) => i % 2 === 0), shape: [data.length / 2, 1] }),
        [
          [0, 0],
          [1, 1],
        ],
        [0, 1],
        { threshold },
      ).svg;
    const name = (svg: string) => /clip-[\w-]+/.exec(svg)?.[0];
    expect(name(boundary(0.5))).not.toBe(name(boundary(0.6)));
    expect(boundary(0.5)).toBe(boundary(0.5));
  });
});

describe('pictures', () => {
  test('of one epoch, of equal values and of values that are not finite are drawn', () => {
    for (const loss of [[0.5], [1, 1, 1], [NaN, 1, Infinity, 2], [NaN, NaN]]) {
      const { svg } = plot.learningCurve({ loss });
      expect(svg).not.toMatch(/NaN|Infinity/);
    }
  });

  test('have the metrics in the order loss, accuracy, others, rate, without a constant rate', () => {
    const texts = (history: Parameters<typeof plot.learningCurve>[0]) =>
      [...plot.learningCurve(history).svg.matchAll(/rotate\(-90\)">([^<]*)</g)].map(([, text]) => text);
    expect(
      texts({
        learningRate: [0.1, 0.05],
        meanAbsoluteError: [1, 2],
        valLoss: [1, 2],
        accuracy: [0, 1],
        loss: [2, 1],
      }),
    ).toEqual(['loss', 'accuracy', 'mean absolute error', 'learning rate']);
    expect(texts({ loss: [1, 2], learningRate: [0.1, 0.1] })).toEqual(['loss']);
  });

  test('of solutions backward in time are drawn', () => {
    const { svg } = plot.solution({ t: [2, 1, 0], y: [[1, 2, 3]] });
    expect(svg).toContain('>0.5<');
    expect(svg).not.toContain('NaN');
  });

  test('of convergence give the measured order', () => {
    const steps = [0.1, 0.05, 0.025, 0.0125];
    const { svg } = plot.convergence({ steps, errors: steps.map((h) => 3 * h ** 4) });
    expect(svg).toContain('>order 4.00<');
  });

  test('of fitted curves give R² and the root mean square of the residuals', () => {
    const { svg } = plot.fittedCurve([0, 1, 2], [0, 1, 5], [0, 1, 2]);
    // Σ(y − f)² = 9, Σ(y − 2)² = 14
    expect(svg).toContain('fit (R² = 0.3571, RMS 1.732)');
  });

  test('of confusion matrices are the same for pairs of classes and for their counts', () => {
    const pairs = plot.confusionMatrix([0, 0, 1, 1, 1], [0, 1, 1, 1, 0]);
    expect(pairs.svg).toBe(
      plot.confusionMatrix([
        [1, 1],
        [1, 2],
      ]).svg,
    );
    expect(pairs.svg).toContain('60.00 % right');
  });
});

describe('pixels', () => {
  /** The pixels of the first image in a picture. */
  const first = ({ svg }: plot.Picture) => {
    const [, file = ''] = /data:image\/png;base64,([^"]*)/.exec(svg) ?? [];
    return readPng(Buffer.from(file, 'base64'));
  };

  test('of grey images are drawn as ink on white, or unchanged without ink', () => {
    const images = { data: Uint8Array.of(0, 51, 255, 255), shape: [1, 2, 2], scale: 1 / 255 };
    expect(Array.from(first(plot.imageGrid(images)).data)).toEqual([255, 204, 0, 0]);
    expect(Array.from(first(plot.imageGrid(images, { ink: false })).data)).toEqual([0, 51, 255, 255]);
  });

  test('of photographs keep their colours', () => {
    const { channels, data } = first(
      plot.imageGrid({ data: Float32Array.of(1, 0.4, 0), shape: [1, 1, 1, 3] }),
    );
    expect([channels, ...Array.from(data)]).toEqual([3, 255, 102, 0]);
  });

  test('of values up to 16 use the whole range', () => {
    expect(Array.from(first(plot.imageGrid([[[0, 16]]], { ink: false })).data)).toEqual([0, 255]);
  });

  test('are those of the chosen images, in their order', () => {
    const images = [[[0]], [[0.2]], [[1]]];
    const { svg } = plot.imageGrid(images, { indices: [2, 1], ink: false });
    expect(svg.match(/<image/g)).toHaveLength(2);
    expect(Array.from(first(plot.imageGrid(images, { indices: [2, 1], ink: false })).data)).toEqual([255]);
  });

  test('of weights are orange above 0 and blue below, and the mean of several channels', () => {
    const dense = plot.weightImages({ data: Float32Array.of(2, -2, 0, 1), shape: [4, 1] });
    const colours = [213, 94, 0, 0, 114, 178, 255, 255, 255, 234, 175, 128];
    expect(Array.from(first(dense).data)).toEqual(colours);
    const kernel = Float32Array.of(3, 1, -3, -1);
    const filters = plot.weightImages({ data: kernel, shape: [1, 2, 2, 1] });
    expect(Array.from(first(filters).data)).toEqual([213, 94, 0, 0, 114, 178]);
  });
});
