import { join } from 'node:path';
import { env, platform } from 'node:process';

import { Failure, isExecutable, which } from '../lib/run.js';
import { step } from '../lib/step.js';
import { canInstallPackages, installPackages } from './admin.js';

/** How the user can get a browser. */
export const browserRemedy =
  'No Chromium or Chrome was found. Install one (on Debian or Ubuntu, as root: ' +
  'apt-get update && apt-get install chromium) or set FERROGRAD_CHROMIUM to its path.';

/** The path of a Chromium or Chrome, or undefined. */
export function findBrowser() {
  if (env.FERROGRAD_CHROMIUM) return env.FERROGRAD_CHROMIUM;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
  return names.map(which).find(Boolean) ?? usualPlaces().find(isExecutable);
}

/** Install a browser where Debian's packages are at hand; elsewhere its test fails and says what to do. */
export async function setUpBrowser() {
  const isThere = findBrowser() !== undefined;
  if (!isThere && !canInstallPackages()) {
    console.log(`✗ browser for the tests: ${browserRemedy}`);
    return;
  }
  await step('browser for the tests', isThere, () =>
    installPackages(['chromium']).catch(() => {
      throw new Failure(browserRemedy);
    }),
  );
}

function usualPlaces() {
  const apps = ['Chromium', 'Google Chrome'];
  if (platform === 'darwin') return apps.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`);
  if (platform !== 'win32') return [];
  const chrome = join('Google', 'Chrome', 'Application', 'chrome.exe');
  return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, chrome));
}
