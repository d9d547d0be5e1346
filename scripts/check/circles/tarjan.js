/**
 * @typedef {Map<string, Set<string>>} Graph for each file the files that it needs
 */

/**
 * Circles of a graph: its strongly connected components of more than one node, by Tarjan's algorithm.
 *
 * `low` of a node is the smallest index that is reachable from it over nodes still on the stack. A node whose `low`
 * is its own index is the first visited one of a component, and all that lies above it on the stack belongs to it.
 *
 * @param {Graph} graph
 * @returns {string[][]} each sorted by name, the largest first
 */
export function findCircles(graph) {
  /** @type {Map<string, { index: number, low: number, isOnStack: boolean }>} */
  const visited = new Map();
  /** @type {string[]} */
  const stack = [];
  /** @type {string[][]} */
  const circles = [];

  /** @param {string} node */
  const visit = (node) => {
    const state = { index: visited.size, low: visited.size, isOnStack: true };
    visited.set(node, state);
    stack.push(node);
    for (const target of graph.get(node) ?? []) {
      const known = visited.get(target);
      if (known === undefined) state.low = Math.min(state.low, visit(target).low);
      else if (known.isOnStack) state.low = Math.min(state.low, known.index);
    }
    if (state.low === state.index) {
      const members = stack.splice(stack.indexOf(node));
      for (const member of members) {
        const of = visited.get(member);
        if (of) of.isOnStack = false;
      }
      if (members.length > 1) circles.push(members.sort());
    }
    return state;
  };

  for (const node of graph.keys()) if (!visited.has(node)) visit(node);
  return circles.sort((a, b) => b.length - a.length);
}

/**
 * A shortest way through a circle, back to where it starts: what to read first of a component of sixty files.
 *
 * @param {Graph} graph
 * @param {string[]} members
 * @returns {string[]} its first file stands at the end again
 */
export function shortestCircle(graph, members) {
  const inside = new Set(members);
  const found = members.map((start) => wayBack(graph, start, inside));
  return found.reduce((best, way) => (way.length < best.length ? way : best));
}

/**
 * A breadth-first search from `start`, until it is reached again.
 *
 * @param {Graph} graph
 * @param {string} start
 * @param {Set<string>} inside nodes that the way may use
 */
function wayBack(graph, start, inside) {
  /** @type {Map<string, string>} */
  const cameFrom = new Map();
  const queue = [start];
  for (const node of queue) {
    for (const target of graph.get(node) ?? []) {
      if (!inside.has(target) || cameFrom.has(target)) continue;
      cameFrom.set(target, node);
      if (target === start) return trace(cameFrom, start);
      queue.push(target);
    }
  }
  return [];
}

/** @param {Map<string, string>} cameFrom @param {string} start */
function trace(cameFrom, start) {
  const way = [start];
  for (let node = cameFrom.get(start); node !== undefined; node = cameFrom.get(node)) {
    way.unshift(node);
    if (node === start) break;
  }
  return way;
}
