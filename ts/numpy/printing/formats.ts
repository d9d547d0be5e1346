import { type FloatType, positional, scientific } from './digits.js';

/** The settings of `set_printoptions`. */
export interface PrintOptions {
  readonly precision: number;
  readonly threshold: number;
  readonly edgeitems: number;
  readonly linewidth: number;
  readonly suppress: boolean;
  readonly nanstr: string;
  readonly infstr: string;
  readonly sign: string;
  readonly floatmode: string;
}

/** Text of one element, padded to the width of all elements. */
export type Format<Value> = (value: Value) => string;

export function booleanFormat(isScalar: boolean): Format<number | bigint> {
  return (value) => (value ? (isScalar ? 'True' : ' True') : 'False');
}

export function integerFormat(values: readonly (number | bigint)[]): Format<number | bigint> {
  const width = Math.max(0, ...values.map((value) => String(value).length));
  return (value) => String(value).padStart(width);
}

/**
 * Floating-point numbers with aligned decimal points, all in scientific notation where one needs it, as NumPy's
 * `FloatingFormat`:
 *
 *     split every finite number into integer part, fraction and exponent
 *     left  = the widest integer part;  right = the longest fraction (and exponent);  both wide enough for nan and inf
 *     text  = integer part padded to `left` . fraction padded to `right`
 */
export function floatFormat(
  values: readonly number[],
  type: FloatType,
  options: PrintOptions,
): Format<number> {
  const { floatmode, sign } = options;
  const precision = floatmode === 'unique' ? Infinity : options.precision;
  const finite = values.filter(Number.isFinite);
  const isScientific = needsExponent(finite, options.suppress);
  const signed = (integer: string) => (sign === '+' && !integer.startsWith('-') ? `+${integer}` : integer);
  const split = (x: number) =>
    isScientific ? scientific(x, type, precision) : ([...positional(x, type, precision), 0] as const);

  const parts = finite.map(split);
  const widest = (lengths: number[]) => Math.max(0, ...lengths);
  const isFixed = floatmode === 'fixed';
  const decimals = isFixed ? precision : widest(parts.map(([, fraction]) => fraction.length));
  const exponentDigits = Math.max(2, widest(parts.map(([, , power]) => String(Math.abs(power)).length)));
  const pad = isScientific || isFixed || floatmode === 'maxprec_equal' ? '0' : ' ';
  const right = isScientific ? decimals + exponentDigits + 2 : decimals;
  const space = sign === ' ' && !finite.some((x) => x < 0 || Object.is(x, -0)) && finite.length > 0 ? 1 : 0;
  let left = widest(parts.map(([integer]) => signed(integer).length)) + space;
  if (finite.length < values.length) {
    const hasSign = sign !== '-' || values.includes(-Infinity) ? 1 : 0;
    left = Math.max(left, options.nanstr.length - right - 1, options.infstr.length + hasSign - right - 1);
  }

  return (x) => {
    if (!Number.isFinite(x)) {
      const mark = x === -Infinity ? '-' : sign === '+' ? '+' : '';
      return (mark + (Number.isNaN(x) ? options.nanstr : options.infstr)).padStart(left + right + 1);
    }
    const [integer, fraction, power] = split(x);
    const exponent = `e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(exponentDigits, '0')}`;
    const text = `${signed(integer).padStart(left)}.${fraction.padEnd(decimals, pad)}`;
    return isScientific ? text + exponent : text;
  };
}

/** Complex numbers as `re±imj`. */
export function complexFormat(
  values: readonly (readonly [number, number])[],
  type: FloatType,
  options: PrintOptions,
): Format<readonly [number, number]> {
  const real = floatFormat(values.map(([re]) => re), type, options); // prettier-ignore
  const imaginary = floatFormat(values.map(([, im]) => im), type, { ...options, sign: '+' }); // prettier-ignore
  return ([re, im]) => real(re) + imaginary(im).replace(/(\s*)$/, 'j$1');
}

/** Whether numbers are too large, too small or too far apart for a notation without exponent. */
function needsExponent(finite: readonly number[], suppress: boolean): boolean {
  const sizes = finite.filter((x) => x !== 0).map(Math.abs);
  if (sizes.length === 0) return false;
  const [largest, least] = [Math.max(...sizes), Math.min(...sizes)];
  return largest >= 1e8 || (!suppress && (least < 1e-4 || largest / least > 1000));
}
