/** The scale of an axis. */
export interface Scale {
  readonly type: ScaleType;
  /** Values at the lower and upper end of the axis. */
  readonly domain: readonly [low: number, high: number];
  /** Values that are labelled. */
  readonly ticks: readonly number[];
  /** The label of a tick. */
  readonly format: (tick: number) => string;
}

export type ScaleType = 'linear' | 'log';

export const SCALE_TYPES: readonly ScaleType[] = ['linear', 'log'];

interface ScaleSettings {
  readonly type?: ScaleType | undefined;
  /** Approximate number of ticks. */
  readonly count?: number;
  /** Whether the domain is widened to whole ticks. */
  readonly nice?: boolean;
  /** Whether only whole numbers are ticks. */
  readonly whole?: boolean;
}

/** Makes a scale for values in a range, which is above 0 for a logarithmic scale. */
export function scaleOf(range: readonly [number, number], settings: ScaleSettings = {}): Scale {
  const { type = 'linear', count = 6, nice = true, whole = false } = settings;
  return type === 'log' ? logScale(range, count) : linearScale(range, { count, nice, whole });
}

/** The lowest and the highest finite value that a scale can show; undefined where there is none. */
export function extentOf(
  series: Iterable<Iterable<number>>,
  type: ScaleType = 'linear',
): [number, number] | undefined {
  let [low, high] = [Infinity, -Infinity];
  for (const values of series) {
    for (const value of values) {
      if (!Number.isFinite(value) || (type === 'log' && value <= 0)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : undefined;
}

/** A range with some room at both ends; `share` is relative to its length on the axis. */
export function padded(
  [low, high]: readonly [number, number],
  share: number,
  type: ScaleType = 'linear',
): [number, number] {
  if (type === 'log') {
    const factor = (high / low) ** share;
    return [low / factor, high * factor];
  }
  const room = (high - low) * share;
  return [low - room, high + room];
}

function linearScale(
  range: readonly [number, number],
  { count, nice, whole }: { count: number; nice: boolean; whole: boolean },
): Scale {
  let [low, high] = separated(range);
  const step = Math.max(tickStep((high - low) / count), whole ? 1 : 0);
  // Ticks that only rounding errors put outside of the range count.
  const slack = 1e-9;
  if (nice) {
    low = Math.floor(low / step + slack) * step;
    high = Math.ceil(high / step - slack) * step;
  }
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - slack); i <= Math.floor(high / step + slack); i++) {
    ticks.push(withoutNoise(i * step));
  }
  return { type: 'linear', domain: [withoutNoise(low), withoutNoise(high)], ticks, format: formatNumber };
}

/** The range, widened where it is a single value. */
function separated([low, high]: readonly [number, number]): [number, number] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (size < SMALLEST) return [-1, 1];
  return high - low > 1e-12 * size ? [low, high] : [low - size / 10, high + size / 10];
}

/** Ranges of smaller numbers are drawn as 0: subnormal numbers have too few digits left for ticks. */
const SMALLEST = 1e-290;

/** The smallest one of 1, 2 and 5 times a power of ten that is not below `least`. */
function tickStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10) * power;
}

function logScale(range: readonly [number, number], count: number): Scale {
  const isOne = range[1] / range[0] < 1 + 1e-12;
  const [low, high] = isOne ? [range[0] * 0.9, range[1] * 1.1] : range;
  if (high / low < 3) {
    const { ticks } = linearScale([low, high], { count, nice: false, whole: false });
    const shown = ticks.filter((tick) => tick >= low && tick <= high);
    return { type: 'log', domain: [low, high], ticks: shown, format: formatNumber };
  }
  const [first, last] = [Math.floor(Math.log10(low) + 1e-9), Math.ceil(Math.log10(high) - 1e-9)];
  const factors = 3 * Math.log10(high / low) <= 1.2 * count ? [1, 2, 5] : [1];
  const every = Math.ceil((last - first) / count);
  const ticks: number[] = [];
  for (let exponent = first; exponent <= last; exponent++) {
    if ((exponent - first) % every === 0) for (const factor of factors) ticks.push(power(exponent, factor));
  }
  const domain: [number, number] = [nearTick(low, ticks, -1), nearTick(high, ticks, 1)];
  const shown = ticks.filter((tick) => tick >= domain[0] && tick <= domain[1]);
  return { type: 'log', domain, ticks: shown, format: formatNumber };
}

const power = (exponent: number, factor: number) => Number(`${factor}e${exponent}`);

/** An end of a logarithmic axis: the next tick if that is within a factor of 2, otherwise the value itself. */
function nearTick(value: number, ticks: readonly number[], side: 1 | -1): number {
  const beyond = ticks.filter((tick) => side * (tick - value) >= 0);
  const next = side > 0 ? Math.min(...beyond) : Math.max(...beyond);
  const ratio = side > 0 ? next / value : value / next;
  return ratio <= 2 ? next : value;
}

/** Removes rounding errors of the last digits. */
const withoutNoise = (value: number) => Number(value.toPrecision(12));

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A number as axes show it: `0.25`, `12,000`, `10⁻⁶`, `2·10⁷`. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-3)) return scientific(value);
  return Number(value.toPrecision(10))
    .toLocaleString('en-US', { maximumFractionDigits: 12 })
    .replace('-', '−');
}

function scientific(value: number): string {
  const [mantissa = '', exponent = ''] = Number(value.toPrecision(10)).toExponential().split('e');
  const raised = exponent
    .replace('+', '')
    .replace(/./g, (digit) => (digit === '-' ? '⁻' : (SUPERSCRIPTS[Number(digit)] ?? '')));
  const factor = mantissa === '1' ? '' : mantissa === '-1' ? '−' : `${mantissa.replace('-', '−')}·`;
  return `${factor}10${raised}`;
}

/** A number with at most four significant digits, for titles and legends. */
export function formatRounded(value: number): string {
  return Number.isFinite(value) ? formatNumber(Number(value.toPrecision(4))) : String(value);
}
