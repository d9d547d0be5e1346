import {
  ArgumentError,
  CompiledSystem,
  DTypeError,
  ExpressionError,
  ShapeError,
  system,
  systems,
} from 'ferrograd';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { expectError } from '../../support/errors.js';

describe('an equation that cannot be read is refused with the position', () => {
  test.each<[text: string, position: number, what: RegExp]>([
    ['x +* y', 3, /expected expression after \+/],
    ['x + ', 4, /expected expression/],
    ['', 0, /ends too early/],
    ['   ', 3, /ends too early/],
    ['(x', 2, /unclosed \(/],
    ['x)', 1, /unexpected "\)"/],
    ['()', 1, /unexpected "\)"/],
    ['x y', 2, /unexpected "y"/],
    ['x, y', 1, /unexpected ","/],
    ['x;', 1, /unexpected ";"/],
    ['2x', 1, /cannot start with a number/],
    ['1.2.3', 3, /unexpected period/],
    ['1e', 2, /expected exponent/],
    ['1e999', 0, /too large/],
    ['y + z*2', 4, /there is no name "z"/],
    ['y + foo(x)', 4, /there is no function "foo"/],
    ['y + sin', 4, /sin has no arguments/],
    ['y + sin(x, y)', 4, /sin has 2 argument\(s\) and takes 1/],
    ['atan2(x)', 0, /atan2 has 1/],
    ['sin()', 0, /sin has 0/],
    ['x(y)', 0, /a bracket follows a value/],
    ['x + "a"', 4, /no meaning/],
    ['x + [1]', 4, /no meaning/],
    ['y + x.y', 4, /no meaning/],
    ['x ? y : 1', 0, /no meaning/],
    ['x == y', 2, /unexpected "="/],
    ['x = y', 2, /unexpected "="/],
    ['!x', 0, /unexpected "!"/],
    ['this', 0, /there is no name "this"/],
    ['constructor', 0, /there is no name "constructor"/],
    ['toString(x)', 0, /there is no function "toString"/],
    [`${'('.repeat(50_000)}x`, 0, /nested too deeply|unclosed/],
    [Array.from({ length: 3000 }, () => 'x').join('+'), 0, /nested more than/],
  ])('%j', async (text, position, what) => {
    const error = await expectError(
      () => system({ x: text, y: '0' }),
      ExpressionError as unknown as typeof ArgumentError,
      {
        code: 'expression',
        operation: 'system',
        actual: what,
      },
    );
    const { text: source, position: at } = error as Error & { text?: string; position?: number };
    expect(source).toBe(text);
    expect(at).toBe(position);
  });

  test('the nearest name is suggested for an unknown one', async () => {
    const misspelt = () => system({ prey: 'growth*pray' }, { growth: 1 });
    await expectError(misspelt, ExpressionError as unknown as typeof ArgumentError, {
      remedy: /did you mean 'prey'/,
    });
  });

  test('any text is either read or refused with a position within it', () => {
    const alphabet = fc.constantFrom(
      ...Array.from('xyt 0123456789.eE+-*/^()[]{},;"\'`\\?:!=<>&|%$_#@~'),
      '**',
      'sin',
      'min(',
      'é',
      '😀',
      '\n',
      '\0',
    );
    const texts = fc.oneof(
      fc.string({ unit: alphabet, maxLength: 30 }),
      fc.string({ unit: 'binary', maxLength: 30 }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          expect(system({ x: text, y: 'x' })).toBeInstanceOf(CompiledSystem);
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
          const { position } = error as ExpressionError;
          expect(position).toBeGreaterThanOrEqual(0);
          expect(position).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a system is refused for', () => {
  const anything = system as (...args: unknown[]) => CompiledSystem;

  test.each<[string, () => unknown, typeof ArgumentError, string]>([
    ['no equations', () => system({}), DTypeError, 'equations'],
    ['an array', () => anything(['x']), DTypeError, 'equations'],
    ['null', () => anything(null), DTypeError, 'equations'],
    ['a number as equation', () => anything({ x: 1 }), DTypeError, 'equations'],
    ['t as a state', () => system({ t: '1' }), ArgumentError, 'name'],
    ['a function as a state', () => system({ sin: '1' }), ArgumentError, 'name'],
    ['a name with a space', () => system({ 'x y': '1' }), ArgumentError, 'name'],
    ['a name that is a number', () => system({ 1: '1' }), ArgumentError, 'name'],
    ['a name used twice', () => system({ x: '1' }, { x: 1 }), ArgumentError, 'name'],
    [
      'a parameter that is a string',
      () => anything({ x: '1' }, { a: '1' }),
      ArgumentError,
      'not-a-number-in-range',
    ],
    ['a parameter that is NaN', () => system({ x: '1' }, { a: NaN }), ArgumentError, 'not-a-number-in-range'],
    ['parameters as an array', () => anything({ x: '1' }, [1]), ArgumentError, 'parameters'],
    ['an unknown parameter', () => systems.lorenz().with({ rh: 1 }), ArgumentError, 'unknown-parameter'],
    ['an unknown state', () => systems.lorenz().state({ x: 1, y: 1, w: 1 }), ArgumentError, 'unknown-state'],
    ['a missing state', () => systems.lorenz().state({ x: 1, y: 1 }), ShapeError, 'missing-state'],
    ['too few values', () => systems.lorenz().rhs(0, [1, 2]), ShapeError, 'state-length'],
    ['no masses', () => systems.nBody({ masses: [] }), ArgumentError, 'masses'],
    [
      'a mass that is infinite',
      () => systems.nBody({ masses: [Infinity] }),
      ArgumentError,
      'not-a-number-in-range',
    ],
    ['an unknown option', () => systems.pendulum({ lenght: 1 } as object), ArgumentError, 'unknown-option'],
  ])('%s', async (_, call, Class, code) => {
    await expectError(call, Class, { code });
  });
});
