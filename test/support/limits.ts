/**
 * Milliseconds after which a test counts as hanging. It is no measure of speed: the longest test takes half a minute on a
 * quiet machine, and none may fail because the machine is loaded.
 */
export const TEST_LIMIT_MS = 1_800_000;
