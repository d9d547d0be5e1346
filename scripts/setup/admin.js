import { getuid } from 'node:process';

import { capture, run, which } from '../lib/run.js';

/** What stands before a command that needs root: nothing for root, `sudo -n` where sudo asks for no password. */
function prefix() {
  if (getuid?.() === 0) return [];
  return capture('sudo', ['-n', 'true']) === undefined ? undefined : ['sudo', '-n'];
}

/** Whether this machine has Debian's packages and we may install them. */
export const canInstallPackages = () => which('apt-get') !== undefined && prefix() !== undefined;

/** Run a command as administrator. @param {string[]} command */
export async function asAdmin(command) {
  const [program = '', ...args] = [...(prefix() ?? []), 'env', 'DEBIAN_FRONTEND=noninteractive', ...command];
  await run(program, args, { quiet: true });
}

/** Install Debian packages. @param {string[]} packages */
export async function installPackages(packages) {
  await asAdmin(['apt-get', 'update']);
  await asAdmin(['apt-get', 'install', '--yes', '--no-install-recommends', ...packages]);
}
