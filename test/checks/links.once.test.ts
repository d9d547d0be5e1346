import { describe, expect, it } from 'vitest';

import { brokenLinks, brokenReferences } from '../../scripts/check/links/broken.js';
import { declares } from '../../scripts/check/links/declarations.js';
import { anchorsOf } from '../../scripts/check/links/markdown.js';

/** A tree of files, written as an object. */
const tree = (files: Record<string, string>) => ({
  exists: (path: string) =>
    Object.keys(files).some((file) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`)),
  read: (path: string) => files[path] ?? '',
});

describe('links of a document', () => {
  const code = { 'ts/model.ts': 'export class Model {\n  async fit(x: X): Promise<History> {\n  }\n}\n' };

  it('are whole where they lead to files, folders, headings, declarations and addresses', () => {
    const files = {
      ...code,
      'docs/tour.md': `# A tour
[fit](../ts/model.ts#fit), [\`Model.fit\`](../ts/model.ts#Model.fit), [code](../ts), [top](#a-tour),
[why](decisions/README.md#training-is-a-loop "with a title"), [there](https://example.org/no.md), [r].

[r]: decisions/README.md
<img src="../ts/model.ts" alt="" />`,
      'docs/decisions/README.md': '## Training is a loop',
    };
    expect(brokenLinks('docs/tour.md', tree(files))).toEqual([]);
  });

  it('are broken where the file, the heading or the declaration is gone', () => {
    const files = {
      ...code,
      'README.md':
        '# Title\n[a](ts/gone.ts) ![b](ts/model.ts#train)\n\n[c](#nowhere) <a href="docs/x.md">x</a>\n[r]: y.md',
    };
    expect(brokenLinks('README.md', tree(files))).toEqual([
      'README.md:2: there is no ts/gone.ts.',
      'README.md:2: ts/model.ts declares no train.',
      'README.md:4: README.md has no heading #nowhere.',
      'README.md:4: there is no docs/x.md.',
      'README.md:5: there is no y.md.',
    ]);
  });

  it('include the files that it names in backticks', () => {
    const text =
      'See `ts/model.ts`, `ts/`, `ts/gone.ts`, `ts/<name>.ts`, `npm run check`.\n```\n`ts/gone.ts`\n```\n';
    expect(brokenLinks('README.md', tree({ ...code, 'README.md': text }))).toEqual([
      'README.md:1: there is no ts/gone.ts.',
    ]);
  });

  it('are not looked for in code', () => {
    const text = 'See `[a](b.md)`.\n```md\n[a](b.md)\n```\n';
    expect(brokenLinks('README.md', tree({ 'README.md': text }))).toEqual([]);
  });
});

describe('references in comments', () => {
  const files = { 'docs/decisions/kernels.md': '### Tiles of four rows, on wasm' };

  it('are whole where the document has the heading', () => {
    const text = `//! See docs/decisions/kernels.md#tiles-of-four-rows-on-wasm and docs/decisions/kernels.md.
      // See docs/decisions/kernels.md, "Tiles of four rows, on wasm".`;
    expect(brokenReferences('a.rs', tree({ ...files, 'a.rs': text }))).toEqual([]);
  });

  it('are broken where the document or its heading is gone', () => {
    const text =
      '\n// docs/decisions/kernels.md#tiles\n// docs/gone.md\n// docs/decisions/kernels.md, "Five"';
    expect(brokenReferences('a.ts', tree({ ...files, 'a.ts': text }))).toEqual([
      'a.ts:2: docs/decisions/kernels.md has no heading #tiles.',
      'a.ts:3: there is no docs/gone.md.',
      'a.ts:4: docs/decisions/kernels.md has no heading #five.',
    ]);
  });
});

it('headings have the anchors that GitHub gives them', () => {
  const text =
    '# `fit`, and *all* of it\n## [Set up](x.md)\n## Set up\n```\n# no heading\n```\n### Größe 32³ – 2.5 %';
  expect([...anchorsOf(text)]).toEqual(['fit-and-all-of-it', 'set-up', 'set-up-1', 'größe-32--25-']);
});

describe('a name is declared', () => {
  const typescript = `
export async function* batches() {}
export const rate = 1, limit = call(rate);
export abstract class Layer<T> {
  static readonly kind: string;
  #state = 0;
  protected get width(): number { return helper(this.#state); }
  forward(
    x: Array<(y: T) => void>,
  ): T {
    reset(x);
    inner(
      x,
    );
  }
}
interface Options { a: 1 }
type Name = string;`;

  it.each([
    'batches',
    'rate',
    'Layer',
    'kind',
    '#state',
    'width',
    'forward',
    'Layer.forward',
    'Options',
    'Name',
  ])('in TypeScript: %s', (name) => {
    expect(declares('a.ts', typescript, name)).toBe(true);
  });

  it.each(['reset', 'inner', 'call', 'helper', 'Layer.backward', 'Lay', 'orward', ''])(
    'but not by a call or a part of a name: "%s"',
    (name) => {
      expect(declares('a.ts', typescript, name)).toBe(false);
    },
  );

  const rust = `
pub(crate) const fn lanes() {}
pub struct Program<T> {}
impl<T: Element> Program<T> {
    pub unsafe fn train(&mut self) { step(self); }
}
macro_rules! stages { () => {} }
pub trait Stepper {}`;

  it.each(['lanes', 'Program', 'train', 'Program::train', 'stages', 'Stepper'])('in Rust: %s', (name) => {
    expect(declares('a.rs', rust, name)).toBe(true);
  });

  it.each(['step', 'Element', 'T'])('but not by its use in Rust: %s', (name) => {
    expect(declares('a.rs', rust, name)).toBe(false);
  });
});
