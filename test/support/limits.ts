/**
 * The time that a heavy test or a child process may take, in milliseconds. It only ends what hangs: no test may depend
 * on the speed of the machine, so the limit is generous enough for one that is busy with other work.
 */
export const HEAVY_TEST_MS = 600_000;
