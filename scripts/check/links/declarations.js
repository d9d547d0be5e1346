/**
 * Whether a source file declares a name: a function, class, type, constant, or a member of a class.
 *
 * @param {string} file its ending tells the language
 * @param {string} text
 * @param {string} name perhaps with its owner: `Model.fit`, `Layer::forward`; both must be declared then
 */
export function declares(file, text, name) {
  const hasName = file.endsWith('.rs') ? hasRustItem : hasTypescriptName;
  return name.split(/\.|::/).every((part) => /^#?\w+$/.test(part) && hasName(text, part));
}

/** @param {string} text @param {string} name */
function hasRustItem(text, name) {
  const keyword = '(?:fn|struct|enum|union|trait|type|const|static|mod|macro_rules!|impl(?:<[^>]*>)?)';
  return new RegExp(
    `^\\s*(?:pub(?:\\([^)]*\\))?\\s+)?(?:const |async |unsafe )*${keyword}\\s+${name}\\b`,
    'm',
  ).test(text);
}

/** @param {string} text @param {string} name */
function hasTypescriptName(text, name) {
  const keyword = '(?:function\\*?|class|interface|type|enum|const|let|namespace)';
  const modifiers = '(?:export |default |declare |abstract |async )*';
  const atTop = new RegExp(`^\\s*${modifiers}${keyword}\\s+${name}(?![\\w$])`, 'm');
  return atTop.test(text) || hasMember(text, name);
}

/** A field, or a method: its parameters are followed by a type or a body, those of a call are not. @param {string} text @param {string} name */
function hasMember(text, name) {
  const modifiers =
    '(?:public |private |protected |static |override |readonly |abstract |async |get |set |\\*)*';
  const member = new RegExp(`^ +${modifiers}${name}[?!]?(?:(:|\\s=\\s)|(?:<.*>)?\\()`, 'gm');
  return [...text.matchAll(member)].some((match) => {
    if (match[1]) return true;
    return /^\s*[:{]/.test(text.slice(endOfParentheses(text, match.index + match[0].length)));
  });
}

/** @param {string} text @param {number} start behind the opening one @returns {number} behind the closing one */
function endOfParentheses(text, start) {
  let at = start;
  for (let depth = 1; depth > 0 && at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
  }
  return at;
}
