/** Something that can give its backend memory back and take it again when it is used. */
export interface Evictable {
  /** Whether it must keep its memory now. */
  readonly isPinned: boolean;
  evict(): void;
}

/**
 * The garbage collector does not see backend memory: thousands of dropped models would fill it long before
 * they are collected. So only the models used last keep theirs; for the others it is a matter of
 * microseconds to come back.
 */
const MAX_RESIDENT = 16;

/** The one used longest ago first. */
const resident = new Set<WeakRef<Evictable>>();

/** Notes that a model is being used, and parks others if there are too many. */
export function markUsed(model: WeakRef<Evictable>): void {
  resident.delete(model);
  resident.add(model);
  for (const other of resident) {
    if (resident.size <= MAX_RESIDENT) return;
    const parkable = other.deref();
    if (parkable?.isPinned || other === model) continue;
    parkable?.evict();
    resident.delete(other);
  }
}
