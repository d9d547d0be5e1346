import { Jsep, type JsepNode } from '#vendor/jsep.js';

/**
 * A node of jsep's syntax tree, with its position in the text and whether it is in brackets, which jsep does not keep.
 */
export interface Parsed extends JsepNode {
  start?: number;
  isGrouped?: boolean;
}

// jsep's operators are global settings, so ferrograd has a copy of jsep of its own.
Jsep.removeAllBinaryOps();
Jsep.removeAllUnaryOps();
Jsep.removeAllLiterals();
Jsep.this_str = '';
Jsep.addBinaryOp('+', 1).addBinaryOp('-', 1).addBinaryOp('*', 2).addBinaryOp('/', 2);
Jsep.addBinaryOp('^', 3, true).addBinaryOp('**', 3, true);
Jsep.addUnaryOp('-').addUnaryOp('+');
Jsep.addIdentifierChar('_');

/** Reads exactly one expression; an error has the properties `index` and `description`. */
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

  /** Accepts one expression only; jsep would read a list, separated by commas, semicolons or spaces. */
  protected override gobbleExpressions(untilCode?: number): JsepNode[] {
    const node = this.gobbleExpression();
    const isOver = this.index >= this.expr.length;
    if (node && (isOver || this.code === untilCode)) return [node];
    return this.throwError(isOver ? 'the text ends too early' : `unexpected "${this.char}"`);
  }
}
