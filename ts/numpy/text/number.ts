/** The powers of ten that float64 represents exactly. */
const exactPowers = Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const written = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|nan|inf(?:inity)?)$/i;

/**
 * The number between two positions of a text, as Python's `float` reads it; undefined where there is none.
 *
 *     accumulate the digits as an integer, remember the point
 *     up to 15 digits: the integer and the power of ten are exact, so their quotient is rounded once, hence correctly
 *     otherwise (exponents, more digits, nan, inf): JavaScript's own conversion, several times slower
 */
export function readNumber(text: string, from: number, to: number): number | undefined {
  let at = from;
  const sign = text.charCodeAt(at);
  if (sign === 0x2d || sign === 0x2b) at++;
  const first = at;
  let digits = 0;
  let point = -1;
  for (; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) digits = digits * 10 + (code - 0x30);
    else if (code === 0x2e && point < 0) point = at;
    else return readSlowly(text.slice(from, to));
  }
  const count = to - first - (point < 0 ? 0 : 1);
  // More digits than are exact in float64, or none.
  if (count > 15 || count < 1) return readSlowly(text.slice(from, to));
  const value = point < 0 ? digits : digits / (exactPowers[to - point - 1] ?? 1);
  return sign === 0x2d ? -value : value;
}

function readSlowly(text: string): number | undefined {
  if (!written.test(text)) return undefined;
  const word = text.replace(/^[+-]/, '').toLowerCase();
  if (word.startsWith('n')) return NaN;
  if (word.startsWith('i')) return text.startsWith('-') ? -Infinity : Infinity;
  return Number(text);
}
