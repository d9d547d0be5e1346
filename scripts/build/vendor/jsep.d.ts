/** What `ts/ode/system/jsepParser.ts` uses of jsep; its own declarations leave out the class. */
export interface JsepNode {
  readonly type: string;
  /** Operators have it. */
  readonly operator?: string;
  readonly left?: JsepNode;
  readonly right?: JsepNode;
  readonly argument?: JsepNode;
  /** Calls have it. */
  readonly callee?: JsepNode;
  readonly arguments?: readonly JsepNode[];
  /** Identifiers have it. */
  readonly name?: string;
  /** Literals have it. */
  readonly value?: unknown;
}

export class Jsep {
  static this_str: string;
  static removeAllBinaryOps(): typeof Jsep;
  static removeAllUnaryOps(): typeof Jsep;
  static removeAllLiterals(): typeof Jsep;
  static addBinaryOp(name: string, precedence: number, isRightAssociative?: boolean): typeof Jsep;
  static addUnaryOp(name: string): typeof Jsep;
  static addIdentifierChar(character: string): typeof Jsep;
  constructor(text: string);
  readonly expr: string;
  readonly char: string;
  readonly code: number;
  index: number;
  parse(): JsepNode;
  protected gobbleSpaces(): void;
  protected gobbleToken(): JsepNode | false | undefined;
  protected gobbleGroup(): JsepNode | false | undefined;
  protected gobbleExpression(): JsepNode | false | undefined;
  protected gobbleExpressions(untilCode?: number): JsepNode[];
  protected throwError(message: string): never;
}
