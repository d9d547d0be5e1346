import { fromFloat16, toFloat16 } from '../../files/half.js';

/** How many bits numbers had: float32 needs fewer digits to be told from its neighbours. */
export type FloatType = 'float16' | 'float32' | 'float64';

const most: Readonly<Record<FloatType, number>> = { float16: 5, float32: 9, float64: 17 };

/** The fewest significant digits that read back as the same number of its type, as `d.ddde±x`. */
function shortest(x: number, type: FloatType): string {
  if (type === 'float64') return x.toExponential();
  const narrowed = type === 'float32' ? Math.fround : (value: number) => fromFloat16(toFloat16(value));
  for (let digits = 0; digits < most[type]; digits++) {
    const text = x.toExponential(digits);
    if (narrowed(Number(text)) === x) return text;
  }
  return x.toExponential();
}

/** `integer.fraction` without exponent: the shortest digits, rounded half to even at `precision` decimals. */
export function positional(
  x: number,
  type: FloatType,
  precision: number,
): [integer: string, fraction: string] {
  const [integer = '', fraction = ''] = plain(shortest(Math.abs(x), type)).split('.');
  const sign = isNegative(x) ? '-' : '';
  if (fraction.length <= precision) return [sign + integer, fraction];
  // All digits of the number: what comes after the last one decides.
  const exact = Math.abs(x).toFixed(100).split('.');
  const rounded = halfToEven(`${exact[0] ?? ''}${exact[1] ?? ''}`, integer.length + precision);
  const cut = rounded.length - precision;
  return [sign + rounded.slice(0, cut), rounded.slice(cut).replace(/0+$/, '')];
}

/** `d.ddd` and exponent, rounded in the same way. */
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

export function isNegative(x: number): boolean {
  return x < 0 || Object.is(x, -0);
}

/** Digits with an exponent as digits with a point. */
function plain(text: string): string {
  const [mantissa = '', power = '0'] = text.split('e');
  const [integer = '', fraction = ''] = mantissa.split('.');
  const point = Number(power);
  const digits = integer + fraction;
  if (point < 0) return `0.${'0'.repeat(-point - 1)}${digits}`;
  return `${digits.slice(0, 1 + point).padEnd(1 + point, '0')}.${digits.slice(1 + point)}`;
}

/** The first `count` digits of a number, rounded; one more where a carry made it longer. */
function halfToEven(digits: string, count: number): string {
  const kept = digits.slice(0, count);
  const rest = digits.slice(count);
  const isTie = /^50*$/.test(rest);
  const isUp = isTie ? Number(kept.at(-1) ?? '0') % 2 === 1 : rest >= '5';
  return isUp ? (BigInt(kept || '0') + 1n).toString().padStart(count, '0') : kept;
}
