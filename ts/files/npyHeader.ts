/** Values in the header of an .npy file. A list describes a structured element type. */
export type Literal = string | boolean | number | readonly Literal[];

/**
 * Reads the Python dictionary of an .npy header, of strings, True, False, whole numbers, tuples and lists of them.
 * Returns undefined for anything else.
 */
export function parseDictionary(text: string): ReadonlyMap<string, Literal> | undefined {
  const tokens = tokenize(text);
  if (tokens?.shift() !== '{') return undefined;
  const entries = new Map<string, Literal>();
  for (;;) {
    const first = tokens.shift();
    if (first === '}') return tokens.length === 0 ? entries : undefined;
    const key = first === undefined ? undefined : textOf(first);
    if (key === undefined || entries.has(key) || tokens.shift() !== ':') return undefined;
    const value = parseValue(tokens, 0);
    if (value === undefined) return undefined;
    entries.set(key, value);
    if (tokens[0] === ',') tokens.shift();
    else if (tokens[0] !== '}') return undefined;
  }
}

/** One token; Python 2 wrote long integers with an L. */
const token = /\s*('[^'\\]*'|"[^"\\]*"|True\b|False\b|\d+L?|[{}()[\]:,])/y;
const maxDepth = 8;

function tokenize(text: string): string[] | undefined {
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  token.lastIndex = 0;
  while (token.lastIndex < end) {
    const found = token.exec(text)?.[1];
    if (found === undefined) return undefined;
    tokens.push(found);
  }
  return tokens;
}

function parseValue(tokens: string[], depth: number): Literal | undefined {
  const first = tokens.shift();
  if (first === undefined || depth > maxDepth) return undefined;
  if (first === 'True' || first === 'False') return first === 'True';
  if (first === '(' || first === '[') return parseSequence(tokens, first, depth);
  return /^\d/.test(first) ? parseInt(first, 10) : textOf(first);
}

/** `(3)` is a number in brackets, not a tuple: a tuple of one value ends with a comma. */
function parseSequence(tokens: string[], open: string, depth: number): readonly Literal[] | undefined {
  const close = open === '(' ? ')' : ']';
  const values: Literal[] = [];
  let isSequence = open === '[';
  while (tokens[0] !== close) {
    const value = parseValue(tokens, depth + 1);
    if (value === undefined) return undefined;
    values.push(value);
    if (tokens[0] === ',') {
      tokens.shift();
      isSequence = true;
    } else if (tokens[0] !== close) return undefined;
  }
  tokens.shift();
  return values.length === 1 && !isSequence ? undefined : values;
}

function textOf(literal: string): string | undefined {
  return /^['"]/.test(literal) ? literal.slice(1, -1) : undefined;
}
