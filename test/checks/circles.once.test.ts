import { describe, expect, it } from 'vitest';

import { rustUses } from '../../scripts/check/circles/rust.js';
import { findCircles, shortestCircle } from '../../scripts/check/circles/tarjan.js';
import { typescriptImports } from '../../scripts/check/circles/typescript.js';

/** A tree of files, written as an object. */
const tree = (files: Record<string, string>) => new Map(Object.entries(files));
const circlesOf = {
  typescript: (files: Record<string, string>) => findCircles(typescriptImports(tree(files))),
  rust: (files: Record<string, string>) => findCircles(rustUses(tree(files))),
};

describe('circles of a graph', () => {
  const graph = (edges: Record<string, string[]>) =>
    new Map(Object.entries(edges).map(([node, targets]) => [node, new Set(targets)]));

  it('are its strongly connected components, the largest first', () => {
    const edges = graph({ a: ['b'], b: ['c', 'd'], c: ['a'], d: ['e'], e: ['d'], f: ['a', 'd'], g: [] });
    expect(findCircles(edges)).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]);
  });

  it('are absent where two ways lead to the same file', () => {
    expect(findCircles(graph({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }))).toEqual([]);
  });

  it('are shown by their shortest way, whose first file is repeated at its end', () => {
    const edges = graph({ a: ['b'], b: ['c'], c: ['a', 'd'], d: ['c'] });
    expect(shortestCircle(edges, ['a', 'b', 'c', 'd'])).toEqual(['c', 'd', 'c']);
  });
});

describe('imports of TypeScript', () => {
  it('form a circle even where one of them is a type import', () => {
    const files = {
      'ts/a.ts': "import { b } from './in/b.js';",
      'ts/in/b.ts': "import type { A } from '../a.js';",
    };
    expect(circlesOf.typescript(files)).toEqual([['ts/a.ts', 'ts/in/b.ts']]);
  });

  it('form a circle by re-exports, dynamic imports and types in JSDoc', () => {
    const files = {
      'a.ts': "export * from './b.js';",
      'b.ts': "const c = await import('./c.js');",
      'c.js': "/** @type {import('./a.js').A} */",
    };
    expect(circlesOf.typescript(files)).toEqual([['a.ts', 'b.ts', 'c.js']]);
  });

  it('form a circle by a file of one platform', () => {
    const files = {
      'ts/data/a.ts': "import { read } from '#platform/files.js';",
      'ts/platform/node/files.ts': "import type { A } from '../../data/a.js';",
      'ts/platform/browser/files.ts': '',
    };
    expect(circlesOf.typescript(files)).toEqual([['ts/data/a.ts', 'ts/platform/node/files.ts']]);
  });

  it('form no circle by packages, missing files and imports that lead one way', () => {
    const files = {
      'a.ts': "import './b.js'; import 'vitest'; import x from './missing.js';",
      'b.ts': "import type { C } from './c.js';",
      'c.d.ts': 'export type C = number;',
    };
    expect(circlesOf.typescript(files)).toEqual([]);
  });
});

describe('uses of Rust', () => {
  it('form a circle between a file and its child', () => {
    const files = {
      'lib.rs': 'mod layers;',
      'layers/mod.rs': 'mod dense; pub trait Layer {} fn build() { dense::Dense::new() }',
      'layers/dense.rs': 'use super::Layer; pub struct Dense; impl Layer for Dense {}',
    };
    expect(circlesOf.rust(files)).toEqual([['layers/dense.rs', 'layers/mod.rs']]);
  });

  it('form a circle by paths in bodies, signatures and macros', () => {
    const files = {
      'lib.rs': 'mod a; mod b; mod c;',
      'a.rs': 'pub fn f() -> u8 { crate::b::g() }',
      'b.rs': 'pub fn g(c: &super::c::C) -> u8 { 0 }',
      'c.rs': 'pub struct C; make! { name => crate::a::f }',
    };
    expect(circlesOf.rust(files)).toEqual([['a.rs', 'b.rs', 'c.rs']]);
  });

  it('lead through an index to the file that declares the item', () => {
    const files = {
      'lib.rs': 'pub mod simd; mod element; pub use simd::Isa; pub use element::*;',
      'simd/mod.rs': 'mod isa; mod math; pub use self::{isa::Isa, math::exp as exponential};',
      'simd/isa.rs': 'pub enum Isa { Scalar }',
      'simd/math.rs': 'use crate::{Element, Isa::Scalar}; pub fn exp() {}',
      'element.rs': 'pub trait Element {}',
    };
    expect([...rustUses(tree(files))]).toEqual([
      ['lib.rs', new Set(['simd/isa.rs', 'element.rs'])],
      ['simd/mod.rs', new Set(['simd/isa.rs', 'simd/math.rs'])],
      ['simd/isa.rs', new Set()],
      ['simd/math.rs', new Set(['element.rs', 'simd/isa.rs'])],
      ['element.rs', new Set()],
    ]);
    expect(circlesOf.rust(files)).toEqual([]);
  });

  it('count a glob as a use of the file that it names', () => {
    const files = {
      'lib.rs': 'mod a; mod b;',
      'a.rs': 'use crate::b::*;',
      'b.rs': 'fn f() { use super::a::*; }',
    };
    expect(circlesOf.rust(files)).toEqual([['a.rs', 'b.rs']]);
  });

  it('are not what comments, literals, visibilities and modules of tests mention', () => {
    const files = {
      'lib.rs': 'mod a; mod b;',
      'a.rs': 'use crate::b::B; pub struct A;',
      'b.rs': `
        /// See [\`crate::a::A\`]. // crate::a::A
        /* crate::a::A */
        pub struct B<'a>(&'a str);
        pub(in crate::a) const TEXT: &str = "crate::a::A";
        const RAW: &str = r#"crate::a::A "quoted""#;
        const QUOTE: [char; 2] = ['"', '\\''];
        static WORD: &'static A = "";
        #[cfg(test)]
        mod tests { use crate::a::A; }`,
    };
    expect(circlesOf.rust(files)).toEqual([]);
  });

  it('of inline modules belong to their file', () => {
    const files = {
      'lib.rs': 'mod a; mod b;',
      'a.rs': 'pub mod inner { pub struct A(super::super::b::B); }',
      'b.rs': 'pub struct B(crate::a::inner::A);',
    };
    expect(circlesOf.rust(files)).toEqual([['a.rs', 'b.rs']]);
  });
});
