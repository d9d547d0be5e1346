import type { SystemFunctions } from '../backend/ode/callbacks.js';
import type { EventRequest } from '../backend/ode/request.js';
import { checkOptions, number, show } from '../checks.js';
import { ArgumentError } from '../errors.js';
import { type AnyFunction, checkFunction } from './functions.js';
import { notANumber } from './inputs.js';

/** Events as the kernels take them: how each counts, and one function that evaluates any of them. */
export interface Events {
  readonly requests: readonly EventRequest[];
  readonly evaluate: SystemFunctions['event'];
}

/** Reads the option `events`: one event or several, each a function with properties or an object. */
export function readEvents(events: unknown, args: readonly unknown[], operation: string): Events {
  if (events === undefined || events === null) return { requests: [], evaluate: undefined };
  const list: readonly unknown[] = Array.isArray(events) ? events : [events];
  const functions = list.map((event, index) => functionOf(event, nameOf(index), operation));
  return {
    requests: list.map((event, index) => requestOf(event, nameOf(index), operation)),
    evaluate: (index, t, y) => {
      const value = functions[index]?.(t, y, ...args);
      if (typeof value === 'number') return value;
      throw notANumber(value, `the value of ${nameOf(index)}`, operation);
    },
  };
}

const nameOf = (index: number) => `events[${index}]`;

function functionOf(event: unknown, name: string, operation: string): AnyFunction {
  const remedy = 'pass a function (t, y) => number, or { event, terminal, direction }';
  if (typeof event !== 'object' || event === null) return checkFunction(event, name, operation, remedy);
  checkOptions(event, ['event', 'terminal', 'direction'], operation);
  return checkFunction((event as { event?: unknown }).event, `${name}.event`, operation, remedy);
}

function requestOf(event: unknown, name: string, operation: string): EventRequest {
  const { terminal, direction = 0 } = event as { terminal?: unknown; direction?: unknown };
  return {
    maxOccurrences: maxOccurrences(terminal, `${name}.terminal`, operation),
    direction: number(direction, `${name}.direction`, operation),
  };
}

function maxOccurrences(terminal: unknown, name: string, operation: string): number {
  if (terminal === undefined || terminal === null || terminal === false || terminal === 0) return Infinity;
  if (terminal === true) return 1;
  if (typeof terminal === 'number' && Number.isSafeInteger(terminal) && terminal > 0) return terminal;
  throw new ArgumentError({
    code: 'event-terminal',
    operation,
    actual: `${name} is ${show(terminal)}`,
    expected: 'it must be a boolean or a positive integer',
    remedy: 'pass true to end the solve at the first occurrence, or n to end it at the n-th',
  });
}
