import { unknownName } from '../../checks.js';
import { ExpressionError } from '../../errors.js';
import type { Node } from './graph.js';
import { JsepParser, type Parsed } from './jsepParser.js';
import { functionNames, operations } from './operations.js';
import type { Algebra } from './simplify.js';

/** An equation as the user wrote it. */
export interface Source {
  /** The state whose derivative it is. */
  readonly name: string;
  readonly text: string;
}

/** States, parameters and constants by name. */
export type Scope = ReadonlyMap<string, Node>;

const binary = { '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide' } as const;
const isBinary = (operator: string | undefined): operator is keyof typeof binary =>
  operator !== undefined && Object.hasOwn(binary, operator);

/** Deeper trees are refused, long before the stack ends. */
const DEEPEST = 1000;

/** Reads the text of one equation into the graph; operations keep the order in which they are written. */
export function parse(source: Source, scope: Scope, algebra: Algebra): Node {
  return new Lowering(source, scope, algebra).lower(readTree(source), 0);
}

function readTree(source: Source): Parsed {
  try {
    return new JsepParser(source.text).parse();
  } catch (error) {
    if (error instanceof RangeError) throw failure(source, 0, 'its brackets are nested too deeply');
    const { index = 0, description = String(error) } = error as { index?: number; description?: string };
    // In a text that breaks off, jsep may count one character too many.
    const position = Math.min(index, source.text.length);
    throw failure(source, position, description.charAt(0).toLowerCase() + description.slice(1));
  }
}

/** jsep's tree brought to the graph. */
class Lowering {
  constructor(
    readonly source: Source,
    readonly scope: Scope,
    readonly algebra: Algebra,
  ) {}

  lower(tree: Parsed, depth: number): Node {
    const { type, operator, left, right, argument, value } = tree;
    if (depth > DEEPEST) throw this.#failure(tree, `it is nested more than ${DEEPEST} deep`);
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

  /** jsep binds the sign in −x² to x; everywhere else it is −(x²). */
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
      const wanted = operations[operation].arity;
      throw this.#failure(tree, `${name} has ${operands.length} argument(s) and takes ${wanted}`);
    }
    if (operation === 'pow' && base && exponent) return this.algebra.power(base, exponent);
    return this.algebra.graph.apply(operation, ...operands);
  }

  #failure(tree: Parsed, what: string, remedy?: string): ExpressionError {
    return failure(this.source, startOf(tree), what, remedy);
  }
}

/** Where a node begins: only tokens know it. */
function startOf(tree: Parsed): number {
  let node: Parsed = tree;
  while (node.start === undefined && node.left) node = node.left;
  return node.start ?? 0;
}

function failure(
  source: Source,
  position: number,
  what: string,
  remedy = 'correct the text',
): ExpressionError {
  const { name, text } = source;
  const around = text.slice(Math.max(0, position - 20), position + 20);
  return new ExpressionError(
    {
      code: 'expression',
      operation: 'system',
      actual: `the equation of ${name} cannot be read at character ${position} ("${around}"): ${what}`,
      expected: 'it must be an expression of the states, the parameters, t, pi and e',
      remedy,
    },
    { text, position },
  );
}
