/**
 * A Rust file, read just far enough to know which names its modules declare, import and mention.
 *
 * @typedef {object} RustModule
 * @property {string} file where it stands; several inline modules share a file
 * @property {string[]} path the names of the modules from the crate's root down
 * @property {RustModule | undefined} parent
 * @property {Map<string, RustModule>} modules the child modules, inline or in files of their own
 * @property {Set<string>} items names of the functions, types, constants and macros that are declared here
 * @property {Import[]} imports `use` at the level of the module, which other modules may see
 * @property {string[][]} paths every other path: in function bodies, signatures and macros
 *
 * @typedef {object} Import
 * @property {string[]} path
 * @property {string} name under which it is known here; `*` for all names
 */

/**
 * @callback LoadModule
 * @param {string[]} path the module's
 * @returns {{ file: string, text: string } | undefined}
 */

const declarations = new Set(['fn', 'struct', 'enum', 'union', 'trait', 'type', 'const', 'static']);
const closing = new Map([
  ['{', '}'],
  ['(', ')'],
  ['[', ']'],
]);

/**
 * Read a crate from its root file on, following `mod name;`. Modules for tests alone (`#[cfg(test)]`) are left out.
 *
 * @param {LoadModule} load the root has the path `[]`
 * @returns {RustModule}
 */
export function readCrate(load) {
  const source = load([]);
  if (!source) throw new Error('the crate has no lib.rs or main.rs');
  const root = emptyModule(source.file, [], undefined);
  new Reader(tokens(source.text), load).module(root);
  return root;
}

/** @param {string} file @param {string[]} path @param {RustModule | undefined} parent @returns {RustModule} */
function emptyModule(file, path, parent) {
  return { file, path, parent, modules: new Map(), items: new Set(), imports: [], paths: [] };
}

/** One expression for all, as each of them may contain what looks like the beginning of another. */
const ignored = new RegExp(
  [
    /\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\//, // comments
    /\bb?r(#*)"[^]*?"\1|(?:\bb)?"(?:\\[^]|[^"\\])*"/, // strings, raw ones first
    /(?:\bb)?'(?:\\'|\\[^']+|[^\\'])'|'[A-Za-z_]\w*/, // characters, and lifetimes
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

/** Names, `::` and single punctuation marks of a source text, without comments and literals. @param {string} text */
export function tokens(text) {
  return text.replace(ignored, ' ').match(/[A-Za-z_]\w*|::|=>|->|[^\s\w]/g) ?? [];
}

/** Goes through the tokens of one file. */
class Reader {
  #at = 0;

  /** @param {string[]} tokens @param {LoadModule} load */
  constructor(tokens, load) {
    this.tokens = tokens;
    this.load = load;
  }

  /** The items of a module, up to its closing brace or the end of the file. @param {RustModule} module */
  module(module) {
    let isForTests = false;
    for (let token = this.#next(); token !== undefined && token !== '}'; token = this.#next()) {
      if (token === '#') {
        isForTests = this.#attribute() || isForTests;
        continue;
      }
      const name = this.#peek() ?? '';
      if (token === 'pub') this.#visibility();
      else if (token === 'mod') this.#childModule(module, isForTests);
      else if (token === 'use') module.imports.push(...this.#useTree([]));
      else if (token === 'macro_rules') module.items.add(this.tokens[this.#at + 1] ?? '');
      else if (declarations.has(token) && /^\w/.test(name)) module.items.add(name);
      else if (closing.has(token)) this.#body(module, token);
      else this.#path(module, token);
      // An attribute belongs to the item behind it; `pub` and its like stand before that item's keyword.
      if (!['pub', 'unsafe', 'async', 'extern'].includes(token)) isForTests = false;
    }
  }

  #next() {
    return this.tokens[this.#at++];
  }

  #peek() {
    return this.tokens[this.#at];
  }

  /** @param {string} token whether it comes next; it is then passed */
  #take(token) {
    if (this.#peek() !== token) return false;
    this.#at++;
    return true;
  }

  /** `#[…]` or `#![…]`. @returns {boolean} whether it is `#[cfg(test)]` or `#[cfg(all(test, …))]` */
  #attribute() {
    this.#take('!');
    const start = this.#at;
    this.#next();
    this.#skip('[');
    return /^\[cfg\((all\()?test[,)]/.test(this.tokens.slice(start, this.#at).join(''));
  }

  /** `(crate)`, `(super)` or `(in path)`: who may see an item is no use of that module. */
  #visibility() {
    if (this.#peek() === '(' && /^(crate|super|self|in)$/.test(this.tokens[this.#at + 1] ?? '')) {
      this.#next();
      this.#skip('(');
    }
  }

  /** @param {RustModule} parent @param {boolean} isForTests */
  #childModule(parent, isForTests) {
    const name = this.#next() ?? '';
    const path = [...parent.path, name];
    const isInline = this.#next() === '{';
    if (isForTests) {
      if (isInline) this.#skip('{');
      return;
    }
    if (isInline) {
      const child = parent.modules.get(name) ?? emptyModule(parent.file, path, parent);
      parent.modules.set(name, child);
      this.module(child);
      return;
    }
    const source = this.load(path);
    if (!source) return;
    const child = emptyModule(source.file, path, parent);
    parent.modules.set(name, child);
    new Reader(tokens(source.text), this.load).module(child);
  }

  /**
   * The part of a `use` behind `prefix`: a path, perhaps with `{…}`, `*` or `as name` at its end.
   *
   * @param {string[]} prefix
   * @returns {Import[]}
   */
  #useTree(prefix) {
    const path = [...prefix];
    for (;;) {
      const token = this.#next();
      if (token === '{') {
        const found = [];
        while (!this.#take('}') && this.#peek() !== undefined) {
          found.push(...this.#useTree(path));
          this.#take(',');
        }
        return found;
      }
      if (token === '*') return [{ path, name: '*' }];
      if (token === '::') continue;
      if (token === undefined || !/^\w/.test(token)) return [];
      path.push(token);
      if (this.#peek() === '::') continue;
      if (path.length > 1 && path.at(-1) === 'self') path.pop();
      const name = this.#take('as') ? (this.#next() ?? '') : (path.at(-1) ?? '');
      return [{ path, name }];
    }
  }

  /**
   * Everything up to the bracket that closes `open`: only the paths in it count.
   *
   * @param {RustModule} module
   * @param {string} open
   */
  #body(module, open) {
    const end = closing.get(open);
    for (let token = this.#next(); token !== undefined && token !== end; token = this.#next()) {
      if (closing.has(token)) this.#body(module, token);
      else if (token === 'pub') this.#visibility();
      else if (token === 'use') {
        for (const { path, name } of this.#useTree([]))
          module.paths.push(name === '*' ? [...path, '*'] : path);
      } else this.#path(module, token);
    }
  }

  /** A path of two names or more that begins with `token`. @param {RustModule} module @param {string} token */
  #path(module, token) {
    const isStart = /^[A-Za-z_]/.test(token) && this.#peek() === '::' && this.tokens[this.#at - 2] !== '::';
    if (!isStart) return;
    const path = [token];
    while (this.#peek() === '::' && /^\w/.test(this.tokens[this.#at + 1] ?? '')) {
      this.#next();
      path.push(this.#next() ?? '');
    }
    if (path.length > 1) module.paths.push(path);
  }

  /** Pass everything up to the bracket that closes `open`, which is passed already. @param {string} open */
  #skip(open) {
    const end = closing.get(open);
    for (let depth = 1; depth > 0 && this.#peek() !== undefined;) {
      const token = this.#next();
      if (token === open) depth++;
      else if (token === end) depth--;
    }
  }
}
