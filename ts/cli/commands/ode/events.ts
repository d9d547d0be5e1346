import { type CompiledSystem, type EventFunction, type OdeSolution, system } from '../../../ode/index.js';
import { decodePrimes, encodePrimes } from './equations.js';

/** An expression whose roots along the solution are wanted. */
export interface EventOption {
  /** An expression of the states, the parameters and t. */
  readonly expression: string;
  /** Whether the solution ends at the first root. */
  readonly isTerminal: boolean;
}

/** Time span and values at its start. */
export interface InitialValues {
  readonly span: readonly number[];
  readonly y0: Float64Array;
}

/**
 * Makes event functions of expressions. An expression that is 0 at the very start counts only when it returns to 0 from
 * the side to which it leaves: a ball that is thrown from the ground has an event when it comes down.
 *
 * @throws ExpressionError for an expression that cannot be read
 */
export function readEventOptions(
  requests: readonly EventOption[],
  system: CompiledSystem,
  initial: InitialValues,
): EventFunction[] {
  return requests.map(({ expression, isTerminal }) => {
    const value = compiled(expression, system);
    const event: EventFunction = (t, y) => value(t, y);
    event.terminal = isTerminal;
    event.direction = -signAfterStart(value, system, initial);
    return event;
  });
}

type Value = (t: number, y: Float64Array) => number;

/**
 * Compiles an expression as the first equation of a system, whose first derivative is then its value; the other
 * equations only declare the names of the states.
 */
function compiled(expression: string, { names, parameters }: CompiledSystem): Value {
  const text = (index: number) => (index === 0 ? encodePrimes(expression) : '0');
  const equations = system(Object.fromEntries(names.map((name, index) => [name, text(index)])), parameters);
  return (t, y) => equations.rhs(t, y)[0] ?? NaN;
}

/** Share of the span after which the sign is looked at. */
const PROBE = 1e-6;

/** The sign of a value just after the start, where it is 0 at the start, by one step of Euler's method; otherwise 0. */
function signAfterStart(
  value: Value,
  equations: CompiledSystem,
  { span: [from = 0, to = 0], y0 }: InitialValues,
): number {
  if (value(from, y0) !== 0) return 0;
  const step = PROBE * (to - from);
  const slopes = equations.rhs(from, y0);
  return Math.sign(
    value(
      from + step,
      y0.map((y, i) => y + step * (slopes[i] ?? 0)),
    ),
  );
}

/** One root that was found. */
export interface Occurrence {
  readonly event: string;
  readonly t: number;
  readonly y: Readonly<Record<string, number>>;
}

/** The roots that were found, for each request in the order of time. */
export function occurrences(
  requests: readonly EventOption[],
  { names }: CompiledSystem,
  { tEvents = [], yEvents = [] }: Partial<Pick<OdeSolution, 'tEvents' | 'yEvents'>>,
): readonly Occurrence[] {
  return requests.flatMap(({ expression }, event) =>
    Array.from(tEvents[event] ?? [], (t, index) => {
      const values = yEvents[event]?.[index] ?? [];
      return {
        event: expression,
        t,
        y: Object.fromEntries(names.map((name, i) => [decodePrimes(name), values[i] ?? NaN])),
      };
    }),
  );
}
