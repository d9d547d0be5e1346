import { hash } from './hash.js';

/**
 * Solves systems compiled from text, built-in ones and an ensemble: the same code in Node and on the page.
 *
 * @param {Pick<typeof import('ferrograd'), 'solveIvp' | 'solveEnsemble' | 'system' | 'systems'>} library
 * @returns {Promise<Record<string, string>>} hashes of all values
 */
export async function solveCompiled({ solveIvp, solveEnsemble, system, systems }) {
  const pendulum = system(
    { angle: 'velocity', velocity: '-g * sin(angle) - exp(-t) * abs(velocity)^1.5' },
    { g: 9.81 },
  );
  const foxes = system({ x: 'a*x - b*x*y', y: 'd*x*y - c*y' }, { a: 1, b: 0.5, c: 1, d: 0.25 });
  /** @type {Record<string, string>} */
  const results = {};
  for (const method of /** @type {const} */ (['RK45', 'DOP853', 'Radau', 'BDF'])) {
    const swings = solveIvp(pendulum, [0, 10], [1, 0], { method, rtol: 1e-6 });
    results[`pendulum ${method}`] = await hash(swings.t, swings.y.data);
    const weather = solveIvp(systems.lorenz(), [0, 10], [1, 1, 1], { method, rtol: 1e-6 });
    results[`lorenz ${method}`] = await hash(weather.t, weather.y.data);
  }
  const starts = Array.from({ length: 100 }, (_, i) => [1 + i / 50, 2]);
  const { y, tEnd } = solveEnsemble(foxes, [0, 20], starts);
  results['ensemble'] = await hash(y.data, tEnd);
  return results;
}
