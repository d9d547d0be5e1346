import type { ErrorDetails } from 'ferrograd';
import { expect } from 'vitest';

type ErrorClass = new (details: ErrorDetails) => Error & ErrorDetails;

/** The expected parts of an error, each as a regular expression or a text. */
export type Expected = Partial<Record<keyof ErrorDetails | 'message', RegExp | string>>;

/** Calls a function that must throw or reject, and checks the class and the details of the error. */
export async function expectError(
  call: () => unknown,
  Class: ErrorClass,
  expected: Expected = {},
): Promise<Error & ErrorDetails> {
  const error = await failureOf(call);
  expect(error).toBeInstanceOf(Class);
  const typed = error as Error & ErrorDetails;
  const { operation, actual, expected: wanted, remedy } = typed;
  expect(typed.name).toBe(Class.name);
  expect(typed.message).toBe(`${operation}: ${actual}, ${wanted}; ${remedy}`);
  for (const part of [typed.code, operation, actual, wanted, remedy]) expect(part).toMatch(/\S/);
  for (const [part, value] of Object.entries(expected)) {
    expect(typed[part as keyof Expected]).toMatch(value);
  }
  return typed;
}

async function failureOf(call: () => unknown): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    return error;
  }
  throw new Error('no error was thrown');
}
