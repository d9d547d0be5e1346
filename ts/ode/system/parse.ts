import { unknownName } from '../../checks.js';
import { ExpressionError } from '../../errors.js';
import type { Node } from './graph.js';
import { JsepParser, type Parsed } from './jsepParser.js';
import { functionNames, operations } from './operations.js';
import type { Algebra } from './simplify.js';

/** An equation as the user wrote it. */
export interface EquationText {
  /** Name of the state whose derivative the text gives. */
  readonly name: string;
  readonly text: string;
}

/** The nodes of the time, the states, parameters and constants, by name. */
export type Scope = ReadonlyMap<string, Node>;

const binary = { '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide' } as const;
const isBinary = (operator: string | undefined): operator is keyof typeof binary =>
  operator !== undefined && Object.hasOwn(binary, operator);

/** Deepest syntax tree: deeper ones are refused, long before the recursion over them exhausts the stack. */
const MAX_DEPTH = 1000;

/** Reads the text of one equation into the graph. Operations keep the order in which they are written. */
export function parse(source: EquationText, scope: Scope, algebra: Algebra): Node {
  return new Lowering(source, scope, algebra).lower(readTree(source), 0);
}

function readTree(source: EquationText): Parsed {
  try {
    return new JsepParser(source.text).parse();
  } catch (error) {
    if (error instanceof RangeError) throw failure(source, 0, 'its brackets are nested too deeply');
    const { index = 0, description = String(error) } = error as { index?: number; description?: string };
    // At the end of a text that breaks off, jsep may report a position one character behind it.
    const position = Math.min(index, source.text.length);
    throw failure(source, position, description.charAt(0).toLowerCase() + description.slice(1));
  }
}

/**
 * Turns jsep's syntax tree into nodes of the graph:
 *
 *     lower(literal) = number;  lower(name) = its node in the scope
 *     lower(−a) = negate lower(a);  lower(+a) = lower(a)
 *     lower(a ∘ b) = ∘ lower(a) lower(b);  lower(f(a, …)) = f lower(a) …
 *     anything else (strings, members, arrays, conditions) is refused
 *
 * jsep gives unary operators precedence over ^: −x² comes as (−x)². `#power` moves the sign outside, as mathematics
 * has it, unless the base was written in brackets.
 */
class Lowering {
  constructor(
    readonly source: EquationText,
    readonly scope: Scope,
    readonly algebra: Algebra,
  ) {}

  lower(tree: Parsed, depth: number): Node {
    const { type, operator, left, right, argument, value } = tree;
    if (depth > MAX_DEPTH) throw this.#failure(tree, `it is nested more than ${MAX_DEPTH} deep`);
    if (type === 'Literal' && typeof value === 'number') return this.#number(tree, value);
    if (type === 'Identifier') return this.#name(tree);
    if (type === 'CallExpression') return this.#call(tree, depth);
    if (type === 'UnaryExpression' && argument) {
      const operand = this.lower(argument, depth + 1);
      return operator === '-' ? this.algebra.graph.apply('negate', operand) : operand;
    }
    if (type === 'BinaryExpression' && left && right) {
      if (!isBinary(operator)) return this.#power(left, right, depth);
      const operands = [this.lower(left, depth + 1), this.lower(right, depth + 1)] as const;
      return this.algebra.graph.apply(binary[operator], ...operands);
    }
    throw this.#failure(tree, 'this has no meaning in an equation');
  }

  #number(tree: Parsed, value: number): Node {
    if (Number.isFinite(value)) return this.algebra.number(value);
    throw this.#failure(tree, 'this number is too large');
  }

  /** base^exponent; a sign that jsep has bound to the base is applied to the power. */
  #power(base: Parsed, exponent: Parsed, depth: number): Node {
    if (base.type === 'UnaryExpression' && base.isGrouped !== true && base.argument) {
      const power = this.#power(base.argument, exponent, depth + 1);
      return base.operator === '-' ? this.algebra.graph.apply('negate', power) : power;
    }
    return this.algebra.power(this.lower(base, depth + 1), this.lower(exponent, depth + 1));
  }

  #name(tree: Parsed): Node {
    const { name = '' } = tree;
    const node = this.scope.get(name);
    if (node) return node;
    if (functionNames.some((known) => known === name)) {
      throw this.#failure(tree, `the function ${name} has no arguments here`);
    }
    const { actual, remedy } = unknownName(name, [...this.scope.keys()], 'name', 'system');
    throw this.#failure(tree, actual, `declare it as a parameter, or ${remedy}`);
  }

  #call(tree: Parsed, depth: number): Node {
    const { name } = tree.callee ?? {};
    const operation = functionNames.find((known) => known === name);
    if (operation === undefined) {
      const { actual, expected, remedy } = unknownName(name, functionNames, 'function', 'system');
      const isProduct = name === undefined || this.scope.has(name);
      throw this.#failure(
        tree,
        isProduct ? 'a bracket follows a value' : actual,
        isProduct ? 'write * for a product' : `${expected}; ${remedy}`,
      );
    }
    const operands = (tree.arguments ?? []).map((operand) => this.lower(operand, depth + 1));
    const [base, exponent] = operands;
    if (operands.length !== operations[operation].arity) {
      const { arity } = operations[operation];
      throw this.#failure(tree, `${name} has ${operands.length} argument(s) and takes ${arity}`);
    }
    if (operation === 'pow' && base && exponent) return this.algebra.power(base, exponent);
    return this.algebra.graph.apply(operation, ...operands);
  }

  #failure(tree: Parsed, what: string, remedy?: string): ExpressionError {
    return failure(this.source, startOf(tree), what, remedy);
  }
}

/** Position of a node in the text. Only tokens have one: a binary expression begins with its leftmost token. */
function startOf(tree: Parsed): number {
  let node: Parsed = tree;
  while (node.start === undefined && node.left) node = node.left;
  return node.start ?? 0;
}

function failure(
  source: EquationText,
  position: number,
  what: string,
  remedy = 'correct the text',
): ExpressionError {
  const { name, text } = source;
  const excerpt = text.slice(Math.max(0, position - 20), position + 20);
  return new ExpressionError(
    {
      code: 'expression',
      operation: 'system',
      actual: `the equation of ${name} cannot be read at character ${position} ("${excerpt}"): ${what}`,
      expected: 'it must be an expression of the states, the parameters, t, pi and e',
      remedy,
    },
    { text, position },
  );
}
