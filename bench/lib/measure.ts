import { Bench } from 'tinybench';
import type { Case, Row, Timed } from './case.js';
import { spread } from './statistics.js';

const MILLISECONDS = 400;

/** Times one case that has been set up, with tinybench. */
export async function measure(what: Case, timed: Timed): Promise<Row> {
  const bench = new Bench({
    time: timed.cold === undefined ? MILLISECONDS : 0,
    iterations: timed.runs ?? 10,
    warmupTime: MILLISECONDS / 4,
    warmupIterations: 2,
    retainSamples: true,
    throws: true,
  });
  bench.add(what.name, timed.run);
  const [task] = await bench.run();
  if (task?.result.state !== 'completed') throw new Error(`${what.name}: the benchmark did not complete`);
  const { samples = [] } = task.result.latency;
  const units = (timed.units ?? 1) * 1e3;
  return {
    name: what.name,
    dtype: what.dtype,
    flops: what.flops,
    ...spread(samples.map((milliseconds) => milliseconds / units)),
    runs: samples.length,
    ...(timed.cold === undefined ? {} : { cold: timed.cold }),
    ...(timed.note === undefined ? {} : { note: timed.note }),
  };
}
