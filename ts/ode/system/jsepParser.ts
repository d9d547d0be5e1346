import { Jsep, type JsepNode } from '#vendor/jsep.js';

/** A node of jsep with what its own lacks: where it begins in the text, and whether it is in brackets. */
export interface Parsed extends JsepNode {
  start?: number;
  isGrouped?: boolean;
}

// The copy of jsep is our own: nobody else sees these operators.
Jsep.removeAllBinaryOps();
Jsep.removeAllUnaryOps();
Jsep.removeAllLiterals();
Jsep.this_str = '';
Jsep.addBinaryOp('+', 1).addBinaryOp('-', 1).addBinaryOp('*', 2).addBinaryOp('/', 2);
Jsep.addBinaryOp('^', 3, true).addBinaryOp('**', 3, true);
Jsep.addUnaryOp('-').addUnaryOp('+');
Jsep.addIdentifierChar('_');

/** Reads exactly one expression; a failure is thrown with `index` and `description`. */
export class JsepParser extends Jsep {
  protected override gobbleToken(): Parsed | false | undefined {
    this.gobbleSpaces();
    const start = this.index;
    const node: Parsed | false | undefined = super.gobbleToken();
    if (node) node.start ??= start;
    return node;
  }

  protected override gobbleGroup(): Parsed | false | undefined {
    const node: Parsed | false | undefined = super.gobbleGroup();
    if (node) node.isGrouped = true;
    return node;
  }

  /** jsep takes a list here, and commas as spaces. */
  protected override gobbleExpressions(untilCode?: number): JsepNode[] {
    const node = this.gobbleExpression();
    const isOver = this.index >= this.expr.length;
    if (node && (isOver || this.code === untilCode)) return [node];
    return this.throwError(isOver ? 'the text ends too early' : `unexpected "${this.char}"`);
  }
}
