import { vi } from 'vitest';

/**
 * Calls `notify` whenever a timer of exactly `delay` milliseconds is set, with a function that makes it expire at once:
 * so a test reacts to the timer and neither waits for it nor depends on how fast the machine is.
 * `vi.restoreAllMocks()` ends it.
 */
export function onTimer(delay: number, notify: (expire: () => void) => void): void {
  const original = globalThis.setTimeout;
  const set = (callback: () => void, milliseconds?: number) => {
    const timer = original(callback, milliseconds);
    if (milliseconds === delay) notify(callback);
    return timer;
  };
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(set);
}
