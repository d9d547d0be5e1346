export { type NBodyOptions, systems } from './builtin.js';
export { CompiledSystem, type Parameters as SystemParameters } from './compiledSystem.js';
export { system } from './system.js';
