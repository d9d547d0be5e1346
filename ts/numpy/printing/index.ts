import { get_printoptions, type NDArrayCore, set_printoptions } from '#vendor/numpy-ts.js';

import type { FloatType } from './digits.js';
import {
  booleanFormat,
  complexFormat,
  floatFormat,
  type Format,
  integerFormat,
  type PrintOptions,
} from './formats.js';
import { layOut, shownOf } from './layout.js';
import { scalarText } from './scalar.js';

// NumPy's default, from which numpy-ts differs.
set_printoptions({ suppress: false });

export interface ArrayTextOptions {
  /** Most characters of a line; 75 by default. */
  readonly max_line_width?: number | undefined;
  /** Most decimals of a floating-point number; 8 by default. */
  readonly precision?: number | undefined;
  /** Whether numbers below the precision are shown as 0 instead of in scientific notation; false by default. */
  readonly suppress_small?: boolean | undefined;
  /** Text between elements; a space by default. */
  readonly separator?: string | undefined;
  /** Text that will precede the result: lines are indented by its length. */
  readonly prefix?: string | undefined;
  /** Text that will follow the result: lines are shorter by its length. */
  readonly suffix?: string | undefined;
  /** Number of elements above which the middle of each axis is left out; 1000 by default. */
  readonly threshold?: number | undefined;
  /** Number of elements then shown at both ends of each axis; 3 by default. */
  readonly edgeitems?: number | undefined;
  readonly floatmode?: 'fixed' | 'unique' | 'maxprec' | 'maxprec_equal' | undefined;
  readonly sign?: ' ' | '+' | '-' | undefined;
}

/**
 * An array as text, as `numpy.array2string`; views of any strides are read correctly.
 *
 * Defaults are those set by `set_printoptions`.
 *
 * @example np.array2string(np.linspace(0, 1, 3), { separator: ', ' }) // [0. , 0.5, 1. ]
 */
export function array2string(a: NDArrayCore, options: ArrayTextOptions = {}): string {
  if (a.size === 0) return '[]';
  const settings = settingsOf(options);
  const { separator = ' ', prefix = '', suffix = '' } = options;
  const edge = a.size > settings.threshold ? settings.edgeitems : undefined;
  const axes = a.shape.map((size) => shownOf(size, edge));
  const word = words(
    a,
    axes.map((shown) => shown.filter((i) => i !== undefined)),
    settings,
  );
  return layOut({
    axes,
    separator,
    linewidth: settings.linewidth - suffix.length,
    indent: prefix.length,
    word,
  });
}

/**
 * The text that Python's `print` shows for an array, as `numpy.array_str`.
 *
 * @example np.array_str(np.eye(2)) // [[1. 0.]\n [0. 1.]]
 */
export function array_str(
  a: NDArrayCore,
  max_line_width?: number,
  precision?: number,
  suppress_small?: boolean,
): string {
  if (a.ndim === 0) return scalarText(a.item(), a.dtype);
  return array2string(a, { max_line_width, precision, suppress_small });
}

/**
 * The text that Python shows for an array as the value of an expression, as `numpy.array_repr`: with its element type
 * where the digits do not show it.
 *
 * @example np.array_repr(np.ones([2], 'float32')) // array([1., 1.], dtype=float32)
 */
export function array_repr(
  a: NDArrayCore,
  max_line_width?: number,
  precision?: number,
  suppress_small?: boolean,
): string {
  const prefix = 'array(';
  const options = { max_line_width, precision, suppress_small, separator: ', ', prefix, suffix: ')' };
  const { linewidth, threshold } = settingsOf(options);
  const text = prefix + array2string(a, options);
  const extras: string[] = [];
  const { shape, size, dtype } = a;
  if ((size === 0 && !(shape.length === 1 && shape[0] === 0)) || size > threshold) {
    extras.push(`shape=(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`);
  }
  const isEvident = ['int64', 'float64', 'complex128', 'bool'].includes(dtype);
  if (!isEvident || size === 0) extras.push(`dtype=${dtype}`);
  if (extras.length === 0) return `${text})`;
  const more = `${extras.join(', ')})`;
  const lastLine = text.length + 1 - (text.lastIndexOf('\n') + 1);
  const space = lastLine + more.length + 1 > linewidth ? `\n${' '.repeat(prefix.length)}` : ' ';
  return `${text},${space}${more}`;
}

function settingsOf(options: ArrayTextOptions): PrintOptions {
  const defaults = get_printoptions();
  return {
    ...defaults,
    precision: options.precision ?? defaults.precision,
    threshold: options.threshold ?? defaults.threshold,
    edgeitems: options.edgeitems ?? defaults.edgeitems,
    linewidth: options.max_line_width ?? defaults.linewidth,
    suppress: options.suppress_small ?? defaults.suppress,
    floatmode: options.floatmode ?? defaults.floatmode,
    sign: options.sign ?? defaults.sign,
  };
}

/** A function that gives the text of the element at an index; the widths are those of all elements that are shown. */
function words(
  a: NDArrayCore,
  axes: readonly (readonly number[])[],
  options: PrintOptions,
): (index: readonly number[]) => string {
  const { data, strides, offset } = a.storage;
  const addressOf = (index: readonly number[]) =>
    index.reduce((sum, i, axis) => sum + i * (strides[axis] ?? 0), offset);
  const indices = axes.reduce<readonly (readonly number[])[]>(
    (all, shown) => all.flatMap((index) => shown.map((i) => [...index, i])),
    [[]],
  );
  const format = <Value>(read: (address: number) => Value, make: (values: Value[]) => Format<Value>) => {
    const text = make(indices.map((index) => read(addressOf(index))));
    return (index: readonly number[]) => text(read(addressOf(index)));
  };
  const { dtype } = a;
  const number = (at: number) => Number(data[at]);
  if (dtype === 'bool') return format(number, () => booleanFormat(a.ndim === 0));
  if (dtype.startsWith('complex')) {
    const part = dtype === 'complex64' ? 'float32' : 'float64';
    const pair = (at: number) => [number(2 * at), number(2 * at + 1)] as const;
    return format(pair, (values) => complexFormat(values, part, options));
  }
  if (dtype.startsWith('float'))
    return format(number, (values) => floatFormat(values, dtype as FloatType, options));
  return format((at) => data[at] ?? 0, integerFormat);
}
