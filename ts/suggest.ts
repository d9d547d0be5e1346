/**
 * The candidate that a misspelt word most likely means: one that differs in case and punctuation only, or whose
 * initials the word is (`mse` for `meanSquaredError`); otherwise the one with the fewest edits for its length.
 * Undefined without candidates.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const plain = letters(word);
  const cost = (candidate: string) =>
    plain === initials(candidate)
      ? 0
      : editDistance(plain, letters(candidate)) / Math.max(1, candidate.length);
  return candidates.map((name) => ({ name, cost: cost(name) })).sort((a, b) => a.cost - b.cost)[0]?.name;
}

/** Longer words are cut, so that a comparison takes bounded time. */
const LONGEST = 64;

/** A word's letters and digits in lower case. */
function letters(word: string): string {
  return word
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

/** The first letter of a name and its capitals: `mse` for `meanSquaredError`. */
function initials(name: string): string {
  return name.replace(/(?!^)[^A-Z]/g, '').toLowerCase();
}

/**
 * Levenshtein's distance of two words; half of it where they have the same letters in another order, as `adma` and
 * `adam`.
 *
 *     table[i][j] = distance of the first i letters of a and the first j of b
 *                 = min(table[i−1][j] + 1, table[i][j−1] + 1, table[i−1][j−1] + (0 if the letters are equal, else 1))
 *
 * Only one row of the table is kept; `left` is the entry before in the new row.
 */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const letter of a) {
    let left = 0;
    row = row.map((above, j) => {
      const substitute = (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1);
      return (left = j ? Math.min(above, left, substitute - 1) + 1 : above + 1);
    });
  }
  return (row.at(-1) ?? 0) / (String(Array.from(a).sort()) === String(Array.from(b).sort()) ? 2 : 1);
}
