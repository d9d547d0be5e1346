/** Something that can give its backend memory back and take it again when it is used. */
export interface Parkable {
  /** Whether it must keep its memory now. */
  readonly isPinned: boolean;
  park(): void;
}

/**
 * The garbage collector does not see backend memory: thousands of dropped models would fill it long before
 * they are collected. So only the models used last keep theirs; for the others it is a matter of
 * microseconds to come back.
 */
const MOST_AWAKE = 16;

/** The one used longest ago first. */
const awake = new Set<WeakRef<Parkable>>();

/** Notes that a model is being used, and parks others if there are too many. */
export function touch(model: WeakRef<Parkable>): void {
  awake.delete(model);
  awake.add(model);
  for (const other of awake) {
    if (awake.size <= MOST_AWAKE) return;
    const parkable = other.deref();
    if (parkable?.isPinned || other === model) continue;
    parkable?.park();
    awake.delete(other);
  }
}
