/** What can give its backend memory back, and takes it again at its next use. */
export interface Evictable {
  /** Whether it must keep its memory for now. */
  readonly isPinned: boolean;
  /** Frees the backend memory and keeps the state in JavaScript. */
  evict(): void;
}

/**
 * Most programs in backend memory. The garbage collector does not see that memory: thousands of dropped models would fill
 * it long before they are collected. So this is an LRU cache; an evicted program comes back within microseconds.
 */
const MAX_RESIDENT = 16;

/** Owners of the programs in backend memory, the least recently used first. */
const resident = new Set<WeakRef<Evictable>>();

/** Makes a program the most recently used one, and evicts the least recently used ones where there are too many. */
export function markUsed(model: WeakRef<Evictable>): void {
  resident.delete(model);
  resident.add(model);
  for (const other of resident) {
    if (resident.size <= MAX_RESIDENT) return;
    const owner = other.deref();
    if (owner?.isPinned || other === model) continue;
    owner?.evict();
    resident.delete(other);
  }
}
