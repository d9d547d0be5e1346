import { readCrate } from './rustSource.js';

/**
 * @typedef {import('./tarjan.js').Graph} Graph
 * @typedef {import('./rustSource.js').RustModule} RustModule
 */

/**
 * Which files of a crate use which. An edge leads to the file that declares the item, not to an index that
 * re-exports it: through `pub use`, `crate::Isa` is `simd/isa.rs`. `mod x;` alone is no use of `x`.
 *
 * @param {Map<string, string>} files text by path inside of the crate's `src`, with `/` between folders
 * @returns {Graph}
 */
export function rustUses(files) {
  const root = readCrate((path) => {
    const name = path.join('/');
    const places = path.length === 0 ? ['lib.rs', 'main.rs'] : [`${name}.rs`, `${name}/mod.rs`];
    const file = places.find((one) => files.has(one));
    return file === undefined ? undefined : { file, text: files.get(file) ?? '' };
  });
  /** @type {Graph} */
  const graph = new Map([...files.keys()].map((file) => [file, new Set()]));
  for (const module of descendants(root)) {
    const paths = [...module.imports.map(importedPath), ...module.paths];
    for (const path of paths) {
      const target = resolve(path, module, root);
      if (target !== undefined && target.file !== module.file) graph.get(module.file)?.add(target.file);
    }
  }
  return graph;
}

/** @param {RustModule} module @returns {RustModule[]} it and all below */
function descendants(module) {
  return [module, ...[...module.modules.values()].flatMap(descendants)];
}

/** @param {import('./rustSource.js').Import} one */
const importedPath = ({ path, name }) => (name === '*' ? [...path, '*'] : path);

/**
 * What a path leads to: a module, or an item of a file.
 *
 * @typedef {{ file: string, module?: RustModule }} Target
 */

/**
 * @param {string[]} path `*` at the end stands for all names of what is before it
 * @param {RustModule} from
 * @param {RustModule} root
 * @param {Set<string>} [busy] names that are being looked up: re-exports may lead in a circle
 * @returns {Target | undefined} undefined outside of the crate
 */
function resolve(path, from, root, busy = new Set()) {
  /** @type {Target} */
  let target = { file: from.file, module: from };
  for (const [index, name] of path.entries()) {
    // What follows an item is a part of it: a variant, an associated function.
    if (target.module === undefined || name === '*') return target;
    const next = step(name, target.module, root, busy);
    if (next) target = next;
    else return index === 0 ? undefined : { file: target.file };
  }
  return target;
}

/** @param {string} name @param {RustModule} module @param {RustModule} root @param {Set<string>} busy */
function step(name, module, root, busy) {
  if (name === 'crate') return { file: root.file, module: root };
  if (name === 'self') return { file: module.file, module };
  if (name === 'super') return module.parent && { file: module.parent.file, module: module.parent };
  return lookUp(name, module, root, busy);
}

/**
 * A name in a module: an item or child of it, or what it imports under that name.
 *
 * @param {string} name
 * @param {RustModule} module
 * @param {RustModule} root
 * @param {Set<string>} busy
 * @returns {Target | undefined}
 */
function lookUp(name, module, root, busy) {
  if (module.items.has(name)) return { file: module.file };
  const child = module.modules.get(name);
  if (child) return { file: child.file, module: child };
  const key = [...module.path, name].join('::');
  if (busy.has(key)) return undefined;
  const inside = new Set([...busy, key]);
  const named = module.imports.find((one) => one.name === name);
  if (named) return resolve(named.path, module, root, inside);
  for (const { path, name: all } of module.imports) {
    const source = all === '*' ? resolve(path, module, root, inside) : undefined;
    const found = source?.module && lookUp(name, source.module, root, inside);
    if (found) return found;
  }
  return undefined;
}
