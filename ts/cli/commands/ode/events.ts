import { type CompiledSystem, type EventFunction, type OdeSolution, system } from '../../../ode/index.js';
import { inner, shown } from './equations.js';

/** A root that is looked for along the solution. */
export interface EventRequest {
  /** Of the states, the parameters and t. */
  readonly expression: string;
  /** Whether the solution ends there. */
  readonly ends: boolean;
}

/** Where the solution begins, and the direction of time. */
export interface Start {
  readonly span: readonly number[];
  readonly y0: Float64Array;
}

/**
 * Events of the roots of expressions. One that is 0 at the very start is looked for on its way back: a ball that is
 * thrown from the ground comes down only later.
 *
 * @throws ExpressionError for an expression that cannot be read
 */
export function readEvents(
  requests: readonly EventRequest[],
  system: CompiledSystem,
  start: Start,
): EventFunction[] {
  return requests.map(({ expression, ends }) => {
    const value = compiled(expression, system);
    const event: EventFunction = (t, y) => value(t, y);
    event.terminal = ends;
    event.direction = -leaving(value, system, start);
    return event;
  });
}

type Value = (t: number, y: Float64Array) => number;

/** Its first equation is the expression; the others only name the states. */
function compiled(expression: string, { names, parameters }: CompiledSystem): Value {
  const text = (index: number) => (index === 0 ? inner(expression) : '0');
  const equations = system(Object.fromEntries(names.map((name, index) => [name, text(index)])), parameters);
  return (t, y) => equations.rhs(t, y)[0] ?? NaN;
}

/** A part of the span. */
const SOON = 1e-6;

/** The sign of a value soon after a start at which it is 0; 0 where it is not. */
function leaving(value: Value, equations: CompiledSystem, { span: [from = 0, to = 0], y0 }: Start): number {
  if (value(from, y0) !== 0) return 0;
  const step = SOON * (to - from);
  const slopes = equations.rhs(from, y0);
  return Math.sign(
    value(
      from + step,
      y0.map((y, i) => y + step * (slopes[i] ?? 0)),
    ),
  );
}

/** Where an event occurred. */
export interface Occurrence {
  readonly event: string;
  readonly t: number;
  readonly y: Readonly<Record<string, number>>;
}

export function occurrences(
  requests: readonly EventRequest[],
  { names }: CompiledSystem,
  { tEvents = [], yEvents = [] }: Partial<Pick<OdeSolution, 'tEvents' | 'yEvents'>>,
): readonly Occurrence[] {
  return requests.flatMap(({ expression }, event) =>
    Array.from(tEvents[event] ?? [], (t, index) => {
      const values = yEvents[event]?.[index] ?? [];
      return {
        event: expression,
        t,
        y: Object.fromEntries(names.map((name, i) => [shown(name), values[i] ?? NaN])),
      };
    }),
  );
}
