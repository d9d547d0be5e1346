/** One direction of a chart: how values become places, and which of them are written at the axis. */
export interface Scale {
  readonly type: ScaleType;
  readonly domain: readonly [low: number, high: number];
  readonly ticks: readonly number[];
  readonly format: (tick: number) => string;
}

export type ScaleType = 'linear' | 'log';

export const SCALE_TYPES: readonly ScaleType[] = ['linear', 'log'];

interface ScaleSettings {
  readonly type?: ScaleType | undefined;
  /** About this many ticks. */
  readonly count?: number;
  /** Whether the domain is widened to whole ticks. */
  readonly nice?: boolean;
  /** Whether only whole numbers are ticks. */
  readonly whole?: boolean;
}

/** A scale for values between two numbers; on a log axis both are above 0. */
export function scaleOf(range: readonly [number, number], settings: ScaleSettings = {}): Scale {
  const { type = 'linear', count = 6, nice = true, whole = false } = settings;
  return type === 'log' ? logScale(range, count) : linearScale(range, { count, nice, whole });
}

/** Lowest and highest of the finite values that the axis can show; undefined where there are none. */
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

/** A range with some room at both ends, in parts of its width on the axis. */
export function padded(
  [low, high]: readonly [number, number],
  part: number,
  type: ScaleType = 'linear',
): [number, number] {
  if (type === 'log') {
    const factor = (high / low) ** part;
    return [low / factor, high * factor];
  }
  const room = (high - low) * part;
  return [low - room, high + room];
}

function linearScale(
  range: readonly [number, number],
  { count, nice, whole }: { count: number; nice: boolean; whole: boolean },
): Scale {
  let [low, high] = separated(range);
  const step = Math.max(tickStep((high - low) / count), whole ? 1 : 0);
  // A tick that is missed by rounding errors counts.
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

/** One value alone gets an interval around it. */
function separated([low, high]: readonly [number, number]): [number, number] {
  const width = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > 1e-12 * width) return [low, high];
  const room = width === 0 ? 1 : width / 10;
  return [low - room, high + room];
}

/** The next larger one of 1, 2, 5 times a power of ten. */
function tickStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10) * power;
}

function logScale([low, high]: readonly [number, number], count: number): Scale {
  if (high / low < 3) {
    const { domain, ticks } = linearScale([low, high], { count, nice: false, whole: false });
    return { type: 'log', domain: low < high ? [low, high] : domain, ticks, format: formatNumber };
  }
  const [first, last] = [Math.floor(Math.log10(low) + 1e-9), Math.ceil(Math.log10(high) - 1e-9)];
  const factors = high / low <= 100 ? [1, 2, 5] : [1];
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

/** An end of the axis: the next tick where it is near, so that most axes begin and end with one. */
function nearTick(value: number, ticks: readonly number[], side: 1 | -1): number {
  const beyond = ticks.filter((tick) => side * (tick - value) >= 0);
  const next = side > 0 ? Math.min(...beyond) : Math.max(...beyond);
  const ratio = side > 0 ? next / value : value / next;
  return ratio <= 2 ? next : value;
}

const withoutNoise = (value: number) => Number(value.toPrecision(12));

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A number as an axis shows it: `0.25`, `12,000`, `10⁻⁶`, `2·10⁷`. */
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

/** A figure in a title or table: four digits at most. */
export function formatFigure(value: number): string {
  return Number.isFinite(value) ? formatNumber(Number(value.toPrecision(4))) : String(value);
}
