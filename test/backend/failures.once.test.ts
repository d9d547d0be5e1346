import { ArgumentError, BackendError, ShapeError } from 'ferrograd';
import { describe, expect, it } from 'vitest';

import { guard } from '../../dist/backend/failures.js';
import { expectError } from '../support/errors.js';

function fail(error: unknown) {
  return guard('train', () => {
    throw error;
  });
}

const kernelError = (kind: string) =>
  new Error([kind, 'a-code', 'dense', 'actual', 'expected', 'remedy'].join('\u001f'));

describe('an error of the kernels becomes an error of the class that it names', () => {
  it.each([
    ['shape', ShapeError],
    ['argument', ArgumentError],
    ['backend', BackendError],
  ] as const)('%s', async (kind, Class) => {
    await expectError(() => fail(kernelError(kind)), Class, {
      code: 'a-code',
      message: 'dense: actual, expected; remedy',
    });
  });
});

it.each([
  ['a trap', new WebAssembly.RuntimeError('unreachable')],
  ['any other error', new TypeError('null pointer passed to rust')],
  ['a thrown string', 'out of memory'],
])('%s becomes a BackendError that keeps the cause', async (_, cause) => {
  const error = await expectError(() => fail(cause), BackendError, {
    code: 'kernel-failure',
    operation: 'train',
  });
  expect(error.cause).toBe(cause);
  expect(error.message).toMatch(cause instanceof Error ? cause.message : cause);
});

it('a result is returned as it is', () => {
  expect(guard('train', () => 3)).toBe(3);
});
