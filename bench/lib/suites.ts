import type { Case } from './case.js';

/** The suites by name. Each runs in a process of its own, so that the first epoch of either input type is a cold one. */
export const SUITES: Readonly<Record<string, () => Promise<readonly Case[]>>> = {
  gemm: async () => (await import('../gemm.js')).cases,
  dense: async () => (await import('../dense.js')).cases,
  'epoch-u8': async () => (await import('../epoch.js')).casesFor('u8'),
  'epoch-f32': async () => (await import('../epoch.js')).casesFor('f32'),
};
