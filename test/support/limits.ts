/**
 * Milliseconds that a test may take which starts processes, compiles or trains for long. It is no measure of speed: it
 * only ends a test that hangs, also on a machine with twenty times the load of its cores.
 */
export const HEAVY_TEST_MS = 600_000;
