/**
 * Fetches a table from a web address, parses it by NumPy's functions and fits a sine to its monthly temperatures.
 * Without an address, the program fetches from a small server of its own.
 *
 *     npx tsx examples/web-table.ts [address of a table with the columns month,temperature]
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { fetchText } from 'ferrograd/data';
import * as np from 'ferrograd/numpy';
import { curveFit } from 'ferrograd/signal';

const given = process.argv[2];
const server = given === undefined ? await serve() : undefined;
const address = given ?? server?.address ?? '';

const text = await fetchText(address, {
  timeout: 10_000,
  onProgress: ({ loaded }) => console.log(`${loaded} bytes`),
});
const table = np.parseTxt(text, { delimiter: ',', skiprows: 1 });
console.log(`${table.shape.join(' × ')} numbers`);

const months = table.col(0);
const temperatures = table.col(1);
const warmest = Number(np.argmax(temperatures));
console.log(
  `mean ${Number(np.mean(temperatures)).toFixed(2)} °C, warmest in month ${Number(months[warmest])}`,
);

const wave = (t: number, mean = 0, height = 0, shift = 0) =>
  mean + height * Math.sin((2 * Math.PI * (t - shift)) / 12);
const fit = curveFit(wave, months, temperatures, { p0: [10, 10, 4] });
const [mean = 0, height = 0, shift = 0] = fit.parameters;
console.log(`${mean.toFixed(2)} + ${height.toFixed(2)}·sin(2π(t − ${shift.toFixed(2)})/12)`);
server?.close();

/** Serves the monthly means of Berlin, 1991 to 2020, rounded. */
async function serve(): Promise<{ address: string; close: () => void }> {
  const means = [1.4, 2.3, 5.2, 10.2, 14.8, 18.1, 20.1, 19.6, 15.1, 10.3, 5.7, 2.5];
  const rows = means.map((value, i) => `${i + 1},${value}`);
  const http = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/csv; charset=utf-8');
    response.end(`month,temperature\n${rows.join('\n')}\n`);
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  const { port } = http.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/berlin.csv`, close: () => http.close() };
}
