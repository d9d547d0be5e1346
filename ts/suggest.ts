/**
 * The candidate that `word` most likely meant: equal but for case and punctuation, or the candidate's
 * initials (`mse` for `meanSquaredError`), or else the one the fewest edits away.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const plain = letters(word);
  const cost = (candidate: string) =>
    plain === initials(candidate)
      ? 0
      : editDistance(plain, letters(candidate)) / Math.max(1, candidate.length);
  return candidates.map((name) => ({ name, cost: cost(name) })).sort((a, b) => a.cost - b.cost)[0]?.name;
}

const LONGEST = 64;

function letters(word: string): string {
  return word
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

function initials(name: string): string {
  return name.replace(/(?!^)[^A-Z]/g, '').toLowerCase();
}

/** Levenshtein's distance, one row of the table at a time; half of it where only the order differs, as in `adma`. */
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
