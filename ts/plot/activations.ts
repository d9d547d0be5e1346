import { boolean, checkOptions, show } from '../checks.js';
import { ArgumentError } from '../errors.js';
import type { ActivationLike } from '../nn/index.js';
import { figure, type Placed } from './figure/figure.js';
import type { LegendEntry } from './figure/legend.js';
import { curveMark } from './figure/marks.js';
import { leftMargin, panel } from './figure/panel.js';
import { extentOf, scaleOf } from './figure/scale.js';
import { colourOf, dashOf } from './figure/theme.js';
import { PICTURE_OPTIONS, type PictureOptions, readPictureSize, readText, readVector } from './input.js';
import type { Picture } from './picture.js';

export interface ActivationsOptions extends PictureOptions {
  /** Height of the charts; 300 by default. */
  readonly height?: number | undefined;
  /** Lowest and highest z; [-5, 5] by default. */
  readonly range?: readonly [number, number] | undefined;
  /** Whether the derivatives are drawn in a second chart; true by default. */
  readonly derivatives?: boolean | undefined;
}

const OPTIONS = [...PICTURE_OPTIONS, 'height', 'range', 'derivatives'];

const GAP = 12;
const POINTS = 501;

/**
 * Draws activations a(z) and their derivatives a′(z), as the kernels compute them. This call loads the kernels, so that it
 * is asynchronous, unlike the other pictures.
 *
 * @param names one activation or several, by name or as `activations.elu({ alpha: 0.5 })`
 * @throws ArgumentError for unknown activations, those of whole rows (softmax, logSoftmax), or options out of range
 * @example await (await activations(['sigmoid', 'tanh', 'relu', 'softplus'])).save('activations.svg')
 */
export async function activations(
  names: ActivationLike | readonly ActivationLike[],
  options: ActivationsOptions = {},
): Promise<Picture> {
  const operation = 'activations';
  checkOptions(options, OPTIONS, operation);
  const list = (Array.isArray(names) ? names : [names]) as ActivationLike[];
  if (list.length === 0) throw noActivations(names, operation);
  const [low = -5, high = 5] = readRange(options.range ?? [-5, 5], operation);
  const withDerivatives = boolean(options.derivatives ?? true, 'derivatives', operation);
  const width = readPictureSize(options.width, 'width', operation, withDerivatives ? 760 : 520);
  const height = readPictureSize(options.height, 'height', operation, 300);

  // Loads this folder alone: the public index of ts/nn would load models and training, too.
  const { activation, activations: kernels } = await import('../nn/activations/index.js');
  const chosen = list.map((one) => activation(one, operation));
  const z = Float64Array.from({ length: POINTS }, (_, i) => low + ((high - low) * i) / (POINTS - 1));
  const derivatives = chosen.map((one) => kernels.derivative(one, z).data);
  const values = chosen.map((one) => kernels.evaluate(one, z).data);

  const charts = [
    { title: 'a(z)', rows: values },
    { title: 'a′(z)', rows: derivatives },
  ].slice(0, withDerivatives ? 2 : 1);
  const chartWidth = Math.floor((width - GAP * (charts.length - 1)) / charts.length);
  const x = scaleOf([low, high], { nice: false });
  const parts = charts.map(({ title, rows }, index): Placed => {
    const y = scaleOf(extentOf(rows) ?? [0, 1]);
    const plane = { x, y, width: chartWidth - leftMargin(y, undefined), height };
    const marks = rows.map((row, i) =>
      curveMark({ x: z, y: row }, plane, { colour: colourOf(i), dash: dashOf(i), width: 2 }),
    );
    const element = panel({ width: chartWidth, height, x, y, xLabel: 'z', title, marks });
    return { element, x: index * (chartWidth + GAP), y: 0 };
  });
  const legend = chosen.map(({ name }, index): LegendEntry => {
    return { label: name, sign: 'line', colour: colourOf(index), dash: dashOf(index) };
  });
  const usual = withDerivatives ? 'Activations and their derivatives' : 'Activations';
  const title = readText(options.title, 'title', operation, usual);
  return figure({ title, width, height, legend, parts });
}

function readRange(value: unknown, operation: string): Float64Array {
  const range = readVector(value, 'range', operation, 2);
  const [low = 0, high = 0] = range;
  if (low < high && Number.isFinite(high - low)) return range;
  throw new ArgumentError({
    code: 'range',
    operation,
    actual: `range is [${low}, ${high}]`,
    expected: 'it must be two finite numbers, the lower one first',
    remedy: 'pass range: [-5, 5], for example',
  });
}

function noActivations(names: unknown, operation: string): ArgumentError {
  return new ArgumentError({
    code: 'empty-data',
    operation,
    actual: `names is ${show(names)}`,
    expected: 'at least one activation is needed',
    remedy: "pass ['sigmoid', 'relu'], for example",
  });
}
