import { fromFloat16, toFloat16 } from '../../files/half.js';

/** The type of a number: narrower types need fewer digits to identify a number among its neighbours. */
export type FloatType = 'float16' | 'float32' | 'float64';

/** Number of significant digits that identify every number of a type. */
const maxDigits: Readonly<Record<FloatType, number>> = { float16: 5, float32: 9, float64: 17 };

/**
 * The fewest significant digits that read back as the same number of its type, as `d.ddde±x`.
 *
 *     for digits = 1, 2, …:  text = x in that many digits;  return it if it reads back as x
 *
 * JavaScript itself does so for float64; narrower types are tried one length after the other.
 */
function shortest(x: number, type: FloatType): string {
  if (type === 'float64') return x.toExponential();
  const narrowed = type === 'float32' ? Math.fround : (value: number) => fromFloat16(toFloat16(value));
  for (let digits = 0; digits < maxDigits[type]; digits++) {
    const text = x.toExponential(digits);
    if (narrowed(Number(text)) === x) return text;
  }
  return x.toExponential();
}

/**
 * The integer part and the fraction of a number without exponent: the shortest digits, or, where these are more than
 * `precision` decimals, the exact value rounded half to even. Rounding the shortest digits would round twice.
 */
export function positional(
  x: number,
  type: FloatType,
  precision: number,
): [integer: string, fraction: string] {
  const [integer = '', fraction = ''] = plain(shortest(Math.abs(x), type)).split('.');
  const sign = isNegative(x) ? '-' : '';
  if (fraction.length <= precision) return [sign + integer, fraction];
  // The exact decimal digits, by which a tie can be recognised.
  const exact = Math.abs(x).toFixed(100).split('.');
  const rounded = halfToEven(`${exact[0] ?? ''}${exact[1] ?? ''}`, integer.length + precision);
  const cut = rounded.length - precision;
  return [sign + rounded.slice(0, cut), rounded.slice(cut).replace(/0+$/, '')];
}

/** The digits and the exponent of a number in scientific notation, rounded as by `positional`. */
export function scientific(
  x: number,
  type: FloatType,
  precision: number,
): [integer: string, fraction: string, exponent: number] {
  const [mantissa = '', power = '0'] = shortest(Math.abs(x), type).split('e');
  const sign = isNegative(x) ? '-' : '';
  const [integer = '', fraction = ''] = mantissa.split('.');
  let exponent = Number(power);
  if (fraction.length <= precision) return [sign + integer, fraction, exponent];
  const exact = (Math.abs(x).toExponential(100).split('e')[0] ?? '').replace('.', '');
  const rounded = halfToEven(exact, 1 + precision);
  if (rounded.length > 1 + precision) exponent++;
  return [sign + rounded.slice(0, 1), rounded.slice(1, 1 + precision).replace(/0+$/, ''), exponent];
}

/** Whether a number has a minus sign; −0 has one. */
export function isNegative(x: number): boolean {
  return x < 0 || Object.is(x, -0);
}

/** A number with an exponent as a number without one. */
function plain(text: string): string {
  const [mantissa = '', power = '0'] = text.split('e');
  const [integer = '', fraction = ''] = mantissa.split('.');
  const point = Number(power);
  const digits = integer + fraction;
  if (point < 0) return `0.${'0'.repeat(-point - 1)}${digits}`;
  return `${digits.slice(0, 1 + point).padEnd(1 + point, '0')}.${digits.slice(1 + point)}`;
}

/** The first `count` digits of a number, rounded half to even; one digit more where a carry makes it longer. */
function halfToEven(digits: string, count: number): string {
  const kept = digits.slice(0, count);
  const rest = digits.slice(count);
  const isTie = /^50*$/.test(rest);
  const isUp = isTie ? Number(kept.at(-1) ?? '0') % 2 === 1 : rest >= '5';
  return isUp ? (BigInt(kept || '0') + 1n).toString().padStart(count, '0') : kept;
}
