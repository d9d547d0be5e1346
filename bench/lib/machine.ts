import { arch, cpus, platform } from 'node:os';

/** What must be known of a machine to compare its figures with another's. */
export function machine() {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    platform: `${platform()}-${arch()}`,
    node: process.versions.node,
    v8: process.versions.v8,
  };
}

export function machineLine(): string {
  const { cpu, cores, node, platform: system } = machine();
  return `${cpu}, ${cores} cores, ${system}, Node ${node}`;
}
