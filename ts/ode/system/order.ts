import type { CallNode, Node } from './graph.js';

/** All operations that the outputs need, each after its operands. */
export function inOrder(outputs: readonly Node[]): readonly CallNode[] {
  const ordered: CallNode[] = [];
  const seen = new Set<Node>();
  const visit = (node: Node): void => {
    if (node.kind !== 'call' || seen.has(node)) return;
    seen.add(node);
    node.operands.forEach(visit);
    ordered.push(node);
  };
  outputs.forEach(visit);
  return ordered;
}
