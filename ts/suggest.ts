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
  return (name.slice(0, 1) + name.slice(1).replace(/[^A-Z]/g, '')).toLowerCase();
}

/** Levenshtein's distance, one row of the table at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitute = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitute, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
