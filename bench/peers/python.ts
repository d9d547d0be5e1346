import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The peers' Python: FERROGRAD_PEERS_PYTHON, or else a virtual environment that is made once. */
export function peersPython(): string {
  const named = process.env.FERROGRAD_PEERS_PYTHON;
  if (named !== undefined) return named;
  const folder = fileURLToPath(new URL('../../.setup/peers', import.meta.url));
  const windows = process.platform === 'win32';
  const python = `${folder}/${windows ? 'Scripts/python.exe' : 'bin/python'}`;
  const installed = `${folder}/.installed`;
  if (!existsSync(installed)) {
    console.error('installing PyTorch, JAX and NumPy for the benchmark only, into .setup/peers …');
    const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));
    run(windows ? 'python' : 'python3', '-m', 'venv', folder);
    run(python, '-m', 'pip', 'install', '--quiet', '-r', requirements);
    run(python, '-c', `open(${JSON.stringify(installed)}, "w").close()`);
  }
  return python;
}

function run(program: string, ...args: string[]): void {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    throw new Error(
      `peers: \`${program} ${args.join(' ')}\` failed; install Python 3 with venv, or name a Python that has ` +
        'torch, jax and numpy in FERROGRAD_PEERS_PYTHON',
      { cause: error },
    );
  }
}
