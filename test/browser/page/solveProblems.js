import { hash } from './hash.js';
import { solveCompiled } from './solveCompiled.js';

/**
 * @typedef {object} Solved
 * @property {string} backend
 * @property {Record<string, string>} results how each problem was solved, by problem and method
 * @property {Record<string, string>} compiled how each compiled system was solved
 */

const methods = /** @type {const} */ (['RK45', 'RK23', 'DOP853', 'Tsit5', 'Radau', 'BDF']);

/**
 * Solves the problems of the tests: the same code in Node and on the page.
 *
 * @param {Pick<typeof import('ferrograd'), 'solveIvp' | 'solveEnsemble' | 'system' | 'systems' | 'backend'>} library
 * @param {import('../../ode/problems/problem.js').Problems} problems
 * @returns {Promise<Solved>}
 */
export async function solveProblems(library, problems) {
  const { solveIvp, backend } = library;
  // The problem `sine` calls Math.sin, which differs between engines.
  const portable = Object.entries(problems).filter(([name]) => name !== 'sine');
  /** @type {Record<string, string>} */
  const results = {};
  for (const [name, { fun, span, y0, jac, events = [], maxStep, firstStep }] of portable) {
    for (const method of methods) {
      const { t, y, sol, tEvents, nfev, njev, nlu, status } = solveIvp(onState(fun), span, y0, {
        method,
        maxSteps: 20_000,
        rtol: 1e-5,
        atol: 1e-8,
        denseOutput: true,
        events: events.map(({ value, ...rest }) => ({ event: onState(value), ...rest })),
        ...(jac && { jac: typeof jac === 'function' ? onState(jac) : jac }),
        ...(maxStep && { maxStep }),
        ...(firstStep && { firstStep }),
      });
      const between = [1, 2, 3].map((k) => sol.tMin + ((sol.tMax - sol.tMin) * k) / 4);
      const counts = [status, t.length - 1, nfev, njev, nlu].join(' ');
      results[`${name} ${method}`] =
        `${counts} ${await hash(t, y.data, sol(between).data, ...(tEvents ?? []))}`;
    }
  }
  return { backend: backend.name, results, compiled: await solveCompiled(library) };
}

/**
 * A function of the state as an array, typed as the tuple that the problems destructure.
 *
 * @template R
 * @param {(t: number, y: import('../../ode/problems/problem.js').State) => R} fun
 * @returns {(t: number, y: Float64Array) => R}
 */
function onState(fun) {
  return (t, y) => fun(t, /** @type {any} */ (y));
}
