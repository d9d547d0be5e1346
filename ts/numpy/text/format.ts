import { ArgumentError } from '../../errors.js';

/** A conversion of C's `printf`, such as `%8.3f`. */
const conversion = /%([-+ 0#]*)(\d*)(?:\.(\d+))?([dieEfFgGs%])/g;

/** A format of one or several numbers. */
export interface RowFormat {
  /** Number of numbers that it takes. */
  readonly count: number;
  readonly write: (values: readonly number[]) => string;
}

/** Reads a format such as `'%.3f'` or `'x = %d, y = %g'`. */
export function readFormat(format: string, operation: string): RowFormat {
  const found = [...format.matchAll(conversion)].filter(([, , , , kind]) => kind !== '%');
  if (found.length === 0 || format.replace(conversion, '').includes('%')) {
    throw new ArgumentError({
      code: 'format',
      operation,
      actual: `fmt is '${format}'`,
      expected: 'it must have conversions such as %.3f, %d or %g',
      remedy: "leave fmt out for the default '%.18e'",
    });
  }
  return {
    count: found.length,
    write: (values) => {
      let next = 0;
      return format.replace(
        conversion,
        (_, flags: string, width: string, precision: string | undefined, kind: string) => {
          if (kind === '%') return '%';
          const digits = precision === undefined ? undefined : Number(precision);
          return padded(plain(values[next++] ?? NaN, kind, digits, flags), flags, Number(width));
        },
      );
    },
  };
}

/** A number by one conversion, without padding. */
function plain(value: number, kind: string, digits: number | undefined, flags: string): string {
  const size = Math.abs(value);
  const isNegative = value < 0 || Object.is(value, -0);
  const integer = (kind === 'd' || kind === 'i') && Number.isFinite(value);
  const sign =
    isNegative && !(integer && Math.trunc(value) === 0)
      ? '-'
      : flags.includes('+')
        ? '+'
        : flags.includes(' ')
          ? ' '
          : '';
  const text = integer ? BigInt(Math.trunc(size)).toString() : magnitude(size, kind, digits);
  return sign + (/[EFG]/.test(kind) ? text.toUpperCase() : text);
}

function magnitude(size: number, kind: string, digits: number | undefined): string {
  if (Number.isNaN(size)) return 'nan';
  if (size === Infinity) return 'inf';
  if (kind === 's') return shortest(size);
  if (/e/i.test(kind)) return exponential(size.toExponential(digits ?? 6));
  if (/f/i.test(kind)) return fixed(size, digits ?? 6);
  const precision = Math.max(digits ?? 6, 1);
  const power = Number(size.toExponential(precision - 1).split('e')[1]);
  if (power < -4 || power >= precision) return exponential(size.toExponential(precision - 1), true);
  return withoutZeros(fixed(size, precision - 1 - power));
}

function fixed(size: number, digits: number): string {
  if (size < 1e21) return size.toFixed(digits);
  return BigInt(size).toString() + (digits > 0 ? `.${'0'.repeat(digits)}` : '');
}

/** JavaScript's scientific notation as C's, which has at least two digits of the exponent. */
function exponential(text: string, isShort = false): string {
  const [mantissa = '', power = ''] = text.split('e');
  const digits = power.slice(1).padStart(2, '0');
  return `${isShort ? withoutZeros(mantissa) : mantissa}e${power.startsWith('-') ? '-' : '+'}${digits}`;
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Python's `str` of a float. */
function shortest(size: number): string {
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) return exponential(size.toExponential());
  const text = size < 1e-6 && size !== 0 ? size.toFixed(20).replace(/0+$/, '') : String(size);
  return text.includes('.') ? text : `${text}.0`;
}

function padded(text: string, flags: string, width: number): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0') || /[a-z]{3}/i.test(text)) return text.padStart(width);
  const sign = /^[-+ ]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}
