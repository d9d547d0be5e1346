import { setUpBrowser } from './browser.js';
import { setUpCargoTools } from './cargoTools.js';
import { checkNodeVersion, setUpNodeModules } from './node.js';
import { checkRust, setUpRustComponents } from './rust.js';
import { setUpWasmTarget } from './wasmTarget.js';

/**
 * Install what the machine lacks to build the project, or say which command does.
 *
 * @param {{ forChecks?: boolean }} [options] with what only the checks need: a linter, a browser
 */
export async function setUp({ forChecks = false } = {}) {
  checkNodeVersion();
  checkRust();
  await setUpNodeModules();
  await setUpWasmTarget();
  await setUpCargoTools();
  if (!forChecks) return;
  await setUpRustComponents();
  await setUpBrowser();
}
