/**
 * Where a document points to.
 *
 * @typedef {object} Link
 * @property {string} target as it is written, such as `../ts/index.ts#sequential`
 * @property {number} line counted from 1
 */

/** `[text](target)`, `![text](target)`, `[text]: target` at the beginning of a line, `src="target"`, `href="target"`. */
const link = /\]\(\s*<?([^)\s>]+)>?[^)]*\)|^\s{0,3}\[[^\]]+\]:\s*(\S+)|\b(?:src|href)="([^"]+)"/gm;

/** @param {string} text a Markdown document @returns {Link[]} */
export function linksOf(text) {
  const prose = withoutCode(text, /```[^]*?```|~~~[^]*?~~~|`[^`\n]*`(?!\]?\()/g);
  return [...prose.matchAll(link)].map((match) => ({
    target: match[1] ?? match[2] ?? match[3] ?? '',
    line: text.slice(0, match.index).split('\n').length,
  }));
}

/**
 * Files and folders of the project that a document names in backticks, such as `ts/index.ts`. A name with a
 * placeholder, like `<name>.rs`, is none.
 *
 * @param {string} text a Markdown document
 * @returns {Link[]}
 */
export function pathsOf(text) {
  const prose = withoutCode(text, /```[^]*?```|~~~[^]*?~~~/g);
  return [...prose.matchAll(/`((?:bench|crates|docs|examples|fuzz|scripts|test|ts)\/[\w.\/-]*)`/g)].map(
    (match) => ({
      target: match[1] ?? '',
      line: text.slice(0, match.index).split('\n').length,
    }),
  );
}

/** The anchors that GitHub gives to the headings of a document. @param {string} text @returns {Set<string>} */
export function anchorsOf(text) {
  const headings = withoutCode(text, /```[^]*?```|~~~[^]*?~~~/g).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm);
  /** @type {Set<string>} */
  const anchors = new Set();
  for (const [, heading = ''] of headings) {
    const slug = anchorOf(heading);
    let anchor = slug;
    for (let n = 1; anchors.has(anchor); n++) anchor = `${slug}-${n}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** Spaces in the place of code, so that lines keep their numbers. @param {string} text @param {RegExp} code */
function withoutCode(text, code) {
  return text.replace(code, (block) => block.replace(/[^\n]/g, ' '));
}

/** The anchor that GitHub gives to a heading that stands alone. @param {string} heading */
export function anchorOf(heading) {
  const plain = heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
  return plain.replace(/[^\p{L}\p{M}\p{Nd}\p{Pc} -]/gu, '').replaceAll(' ', '-');
}
