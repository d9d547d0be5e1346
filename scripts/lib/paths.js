import { homedir } from 'node:os';
import { join } from 'node:path';
import { env, platform } from 'node:process';
import { fileURLToPath } from 'node:url';

/** The project folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A path inside the project. @param {...string} parts */
export const inRoot = (...parts) => join(root, ...parts);

/** Where set-up and build leave their notes; git ignores it. */
export const stateDir = inRoot('.setup');

/** The user's cache folder, shared by every clone of this project. */
export const cacheDir = join(userCache(), 'ferrograd');

function userCache() {
  if (env.XDG_CACHE_HOME) return env.XDG_CACHE_HOME;
  if (platform === 'win32') return env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return join(homedir(), '.cache');
}
