export { type NBodyOptions, systems } from './builtin.js';
export { CompiledSystem, type Parameters as SystemParameters } from './compiledSystem.js';
export type { RightHandSideNetwork } from './network.js';
export { system } from './system.js';
