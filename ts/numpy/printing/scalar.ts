import { type FloatType, positional, scientific } from './digits.js';

/** One element as Python prints it. */
export function scalarText(value: unknown, dtype: string): string {
  if (dtype === 'bool') return value ? 'True' : 'False';
  if (dtype.startsWith('complex')) {
    const { re, im } = value as { re: number; im: number };
    const type = dtype === 'complex64' ? 'float32' : 'float64';
    const imaginary = `${complexPart(im, type)}j`;
    // Python omits a real part of 0, but not of −0.
    if (Object.is(re, 0)) return imaginary;
    return `(${complexPart(re, type)}${/^[-+]/.test(imaginary) ? '' : '+'}${imaginary})`;
  }
  return dtype.startsWith('float') ? floatText(Number(value), dtype as FloatType) : String(value);
}

function complexPart(x: number, type: FloatType): string {
  return floatText(x, type).replace(/\.0$/, '');
}

/** The shortest digits of a number, without exponent from 1e-4 to below 1e16, as Python's `repr`. */
function floatText(x: number, type: FloatType): string {
  if (Number.isNaN(x)) return 'nan';
  if (!Number.isFinite(x)) return x < 0 ? '-inf' : 'inf';
  const size = Math.abs(x);
  if (size === 0 || (size >= 1e-4 && size < 1e16)) {
    const [integer, fraction] = positional(x, type, Infinity);
    return `${integer}.${fraction || '0'}`;
  }
  const [integer, fraction, power] = scientific(x, type, Infinity);
  const exponent = `e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  return `${integer}${fraction && `.${fraction}`}${exponent}`;
}
